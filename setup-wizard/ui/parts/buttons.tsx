import { answer } from '../client.ts'
import type { Setup } from '../use-setup.ts'
import { useWords } from '../words.ts'

/** The one way on, and the way back where there is one. */
export function Buttons({ setup, next, back = true }: { setup: Setup; next: string; back?: boolean }) {
  const { t } = useWords()
  return (
    <div class="buttons">
      <button type="submit" class="primary" aria-disabled={setup.busy}>
        {next}
      </button>
      {back && (
        <button type="button" class="quiet" onClick={() => setup.send(() => answer({ do: 'back' }))}>
          {t('page.back')}
        </button>
      )}
    </div>
  )
}
