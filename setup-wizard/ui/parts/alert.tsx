import type { ComponentChildren } from 'preact'

/** Something that needs attention, spoken by screen readers as soon as it appears. */
export function Alert({ id, title, children }: { id?: string; title?: string; children: ComponentChildren }) {
  return (
    <div class="alert" role="alert" id={id}>
      {title && <strong>{title}</strong>}
      <p>{children}</p>
    </div>
  )
}
