import { useEffect, useRef, useState } from 'preact/hooks'
import type { ErrorView, StateView } from '../../view.ts'
import { claim } from '../client.ts'
import { Alert } from '../parts/alert.tsx'
import { Buttons } from '../parts/buttons.tsx'
import { StepHead } from '../parts/frame.tsx'
import { Logo } from '../parts/logo.tsx'
import { Wait } from '../parts/wait.tsx'
import type { Setup } from '../use-setup.ts'
import { useWords } from '../words.ts'

export function ClaimStep({ setup, view }: { setup: Setup; view: StateView }) {
  const { t, language } = useWords()
  const [code, setCode] = useState(codeFromAddress)
  const [error, setError] = useState<Pick<ErrorView, 'error' | 'wait'>>()
  const field = useRef<HTMLInputElement>(null)

  useEffect(() => {
    if (location.hash) history.replaceState(null, '', location.pathname)
  }, [])

  async function submit(event: Event) {
    event.preventDefault()
    if (setup.busy) return
    const refused = code.trim()
      ? await setup.send(() => claim(code, language))
      : { error: 'error.codeMissing' as const }
    setError(refused)
    if (refused) field.current?.focus()
  }

  return (
    <form onSubmit={submit} noValidate>
      <Logo large />
      <StepHead step="claim" title={t('claim.title')} text={t('claim.text')} />
      {setup.lost ? <Alert>{t('claim.lost')}</Alert> : view.claimed && <p class="note">{t('claim.taken')}</p>}
      <Mistakes view={view} />
      <label class="label" for="code">
        {t('claim.code')}
      </label>
      <input
        id="code"
        ref={field}
        class="code"
        value={code}
        onInput={(event) => setCode(event.currentTarget.value)}
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
        enterkeyhint="go"
        maxLength={40}
        aria-describedby="code-hint code-error"
        aria-invalid={error?.error === 'error.wrongCode'}
      />
      <p class="hint" id="code-hint">
        {t('claim.hint')}
      </p>
      <div id="code-error">
        {error && (error.wait ? <Wait key={error} seconds={error.wait} /> : <Alert>{t(error.error)}</Alert>)}
      </div>
      <Buttons setup={setup} next={t('page.continue')} back={false} />
      <details>
        <summary>{t('claim.where')}</summary>
        <p>{t('claim.where.screen')}</p>
        <p>{t('claim.where.card', { example: 'setup_code = "…"' })}</p>
      </details>
    </form>
  )
}

/** The QR code on the box's screen carries the code behind the `#`, which browsers do not send over the network. */
const codeFromAddress = (): string => decodeURIComponent(location.hash.slice(1, 40))

function Mistakes({ view: { mistakes } }: { view: StateView }) {
  const { t } = useWords()
  if (mistakes.length === 0) return null
  return (
    <section class="mistakes">
      <p>{t(mistakes.length === 1 ? 'claim.mistakes' : 'claim.mistakes.many')}</p>
      <ul>
        {mistakes.map(({ file, line, message }) => (
          <li key={`${file}:${line}:${message}`}>
            <strong>{line === undefined ? file : t('claim.mistakes.place', { file, line })}</strong>
            <code>{message}</code>
          </li>
        ))}
      </ul>
    </section>
  )
}
