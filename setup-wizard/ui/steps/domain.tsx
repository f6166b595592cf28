import { useState } from 'preact/hooks'
import { checkDomainName } from '../../domain-name.ts'
import type { MessageKey } from '../../messages/en.ts'
import type { StateView } from '../../view.ts'
import { answer } from '../client.ts'
import { Alert } from '../parts/alert.tsx'
import { Buttons } from '../parts/buttons.tsx'
import { Choice } from '../parts/choice.tsx'
import { StepHead } from '../parts/frame.tsx'
import type { Setup } from '../use-setup.ts'
import { useWords } from '../words.ts'

/** What an address looks like: nine random letters and digits, then the name. */
const exampleUser = 'k7m2x9qpd'

export function DomainStep({ setup, answers }: { setup: Setup; answers: NonNullable<StateView['answers']> }) {
  const { t } = useWords()
  const { domain, suggestion, addresses } = answers
  const [kind, setKind] = useState(domain?.kind ?? 'name')
  const [name, setName] = useState(domain?.kind === 'name' ? domain.name : suggestion)
  const [address, setAddress] = useState(domain?.kind === 'address' ? domain.address : (addresses[0] ?? ''))
  const [error, setError] = useState<MessageKey>()
  const checked = checkDomainName(name)

  async function submit(event: Event) {
    event.preventDefault()
    if (setup.busy) return
    if (kind === 'name' && 'refusal' in checked) return refuse(checked.refusal)
    const chosen = kind === 'name' ? ({ kind, name } as const) : ({ kind, address } as const)
    const refused = await setup.send(() => answer({ do: 'domain', domain: chosen }))
    if (refused) refuse(refused.error)
  }

  function refuse(key: MessageKey) {
    setError(key)
    document.getElementById(kind)?.focus()
  }

  function choose(next: typeof kind) {
    setKind(next)
    setError(undefined)
  }

  return (
    <form onSubmit={submit} noValidate>
      <StepHead step="domain" title={t('domain.title')} text={t('domain.text')} />
      <fieldset>
        <legend class="unseen">{t('domain.title')}</legend>
        <Choice
          group="domain"
          title={t('domain.name')}
          text={t('domain.name.text')}
          tag={t('domain.recommended')}
          chosen={kind === 'name'}
          onChoose={() => choose('name')}
        >
          <label class="label" for="name">
            {t('domain.name.field')}
          </label>
          <input
            id="name"
            value={name}
            onInput={(event) => {
              setName(event.currentTarget.value)
              setError(undefined)
            }}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            maxLength={100}
            aria-describedby="name-hint domain-error"
            aria-invalid={error !== undefined}
          />
          <p class="hint" id="name-hint">
            {t('domain.name.hint')}
          </p>
          {'name' in checked && <Example domain={checked.name} />}
        </Choice>
        <Choice
          group="domain"
          title={t('domain.address')}
          text={t('domain.address.text')}
          chosen={kind === 'address'}
          {...(addresses.length > 0 && { onChoose: () => choose('address') })}
        >
          <label class="label" for="address">
            {t('domain.address.field')}
          </label>
          <select id="address" value={address} onChange={(event) => setAddress(event.currentTarget.value)}>
            {addresses.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
          <Example domain={`[${address}]`} />
        </Choice>
        <Choice
          group="domain"
          title={t('domain.public')}
          text={t('domain.public.text')}
          tag={t('page.later')}
          chosen={false}
        />
      </fieldset>
      <div id="domain-error">{error && <Alert>{t(error)}</Alert>}</div>
      <Buttons setup={setup} next={t('page.continue')} back={false} />
    </form>
  )
}

function Example({ domain }: { domain: string }) {
  const { t } = useWords()
  return (
    <p class="example">
      {t('domain.name.example')} <b>{`${exampleUser}@${domain}`}</b>
    </p>
  )
}
