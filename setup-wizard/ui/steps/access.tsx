import { useState } from 'preact/hooks'
import type { MessageKey } from '../../messages/en.ts'
import { answer } from '../client.ts'
import { Alert } from '../parts/alert.tsx'
import { Buttons } from '../parts/buttons.tsx'
import { Choice } from '../parts/choice.tsx'
import { StepHead } from '../parts/frame.tsx'
import type { Setup } from '../use-setup.ts'
import { useWords } from '../words.ts'

export function AccessStep({ setup }: { setup: Setup }) {
  const { t } = useWords()
  const [error, setError] = useState<MessageKey>()

  async function submit(event: Event) {
    event.preventDefault()
    if (setup.busy) return
    setError((await setup.send(() => answer({ do: 'access', access: 'open' })))?.error)
  }

  return (
    <form onSubmit={submit} noValidate>
      <StepHead step="access" title={t('access.title')} text={t('access.text')} />
      <fieldset>
        <legend class="unseen">{t('access.title')}</legend>
        <Choice
          group="access"
          title={t('access.open')}
          text={t('access.open.text')}
          chosen
          onChoose={() => {}}
        />
        <Choice
          group="access"
          title={t('access.invite')}
          text={t('access.invite.text')}
          tag={t('page.later')}
          chosen={false}
        />
      </fieldset>
      {error && <Alert>{t(error)}</Alert>}
      <Buttons setup={setup} next={t('page.continue')} />
    </form>
  )
}
