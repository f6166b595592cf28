import { useState } from 'preact/hooks'
import type { MessageKey } from '../../messages/en.ts'
import { domainText, type Step } from '../../steps.ts'
import type { StateView } from '../../view.ts'
import { answer, finish } from '../client.ts'
import { Alert } from '../parts/alert.tsx'
import { Buttons } from '../parts/buttons.tsx'
import { StepHead } from '../parts/frame.tsx'
import type { Setup } from '../use-setup.ts'
import { useWords } from '../words.ts'

export function ReviewStep({ setup, answers }: { setup: Setup; answers: NonNullable<StateView['answers']> }) {
  const { t } = useWords()
  const [error, setError] = useState<MessageKey>()
  const { domain, failure } = answers

  async function submit(event: Event) {
    event.preventDefault()
    if (setup.busy) return
    setError((await setup.send(finish))?.error)
  }

  const rows: readonly [label: MessageKey, value: string, step: Step][] = [
    ['review.domain', domain ? `@${domainText(domain)}` : '', 'domain'],
    ['review.access', t('access.open'), 'access'],
  ]
  return (
    <form onSubmit={submit} noValidate>
      <StepHead step="review" title={t('review.title')} text={t('review.text')} />
      {failure !== undefined && (
        <Alert title={t('review.failed')}>
          <code>{failure}</code>
          {t('review.failed.text')}
        </Alert>
      )}
      <dl class="review">
        {rows.map(([label, value, to]) => (
          <div key={label}>
            <dt>{t(label)}</dt>
            <dd>
              <span>{value}</span>
              <button
                type="button"
                class="link"
                aria-label={`${t('review.change')}: ${t(label)}`}
                onClick={() => setup.send(() => answer({ do: 'back', to }))}
              >
                {t('review.change')}
              </button>
            </dd>
          </div>
        ))}
      </dl>
      {error && <Alert>{t(error)}</Alert>}
      <Buttons setup={setup} next={t(failure === undefined ? 'review.start' : 'review.again')} />
    </form>
  )
}
