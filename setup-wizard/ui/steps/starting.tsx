import type { MessageKey } from '../../messages/en.ts'
import { type StartStage, type StateView, startStages } from '../../view.ts'
import { StepHead } from '../parts/frame.tsx'
import { Logo } from '../parts/logo.tsx'
import { useWords } from '../words.ts'

const names: Readonly<Record<StartStage, MessageKey>> = {
  settings: 'starting.settings',
  server: 'starting.server',
  answering: 'starting.answering',
}

export function StartingStep({ view }: { view: StateView }) {
  const { t } = useWords()
  const now = view.stage ? startStages.indexOf(view.stage) : 0
  return (
    <section aria-busy="true">
      <Logo large />
      <StepHead title={t('starting.title')} text={t('starting.text')} />
      <div role="status">
        <ol class="stages">
          {startStages.map((stage, index) => (
            <li key={stage} class={index < now ? 'over' : index === now ? 'now' : ''}>
              <i aria-hidden="true" />
              {t(names[stage])}
              {index <= now && (
                <span class="unseen">, {t(index < now ? 'starting.finished' : 'starting.now')}</span>
              )}
            </li>
          ))}
        </ol>
      </div>
    </section>
  )
}
