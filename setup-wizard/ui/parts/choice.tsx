import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

/** One of several answers, as a card with a radio button. `onChoose` is missing for what cannot be chosen yet. */
export function Choice({
  group,
  title,
  text,
  tag,
  chosen,
  onChoose,
  children,
}: {
  group: string
  title: string
  text: string
  tag?: string
  chosen: boolean
  onChoose?: () => void
  children?: ComponentChildren
}) {
  const id = useId()
  return (
    <div class={`choice${chosen ? ' chosen' : ''}${onChoose ? '' : ' later'}`}>
      <label>
        <input
          type="radio"
          name={group}
          checked={chosen}
          disabled={!onChoose}
          aria-labelledby={`${id}-title`}
          aria-describedby={`${id}-text`}
          onChange={onChoose}
        />
        <span class="what">
          <span class="title" id={`${id}-title`}>
            {title}
            {tag && <em class="tag">{tag}</em>}
          </span>
          <span class="text" id={`${id}-text`}>
            {text}
          </span>
        </span>
      </label>
      {chosen && children && <div class="more">{children}</div>}
    </div>
  )
}
