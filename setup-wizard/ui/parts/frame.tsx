import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { catalogues } from '../../messages/catalogue.ts'
import { type Language, languages, steps } from '../../steps.ts'
import type { StateView } from '../../view.ts'
import { useWords } from '../words.ts'
import { Logo } from './logo.tsx'

/** What surrounds every step: name, languages, where we are, and whether the box answers. */
export function Frame({
  view,
  offline,
  onLanguage,
  children,
}: {
  view: StateView | undefined
  offline: boolean
  onLanguage: (language: Language) => void
  children: ComponentChildren
}) {
  const { t, language } = useWords()
  return (
    <div class="frame">
      <header class="top">
        <span class="brand">
          <Logo />
          Roost
        </span>
        <nav class="languages" aria-label={t('language.choose')}>
          {languages.map((one) => (
            <button
              type="button"
              key={one}
              lang={one}
              aria-pressed={one === language}
              onClick={() => onLanguage(one)}
            >
              {catalogues[one]['language.name']}
            </button>
          ))}
        </nav>
      </header>
      <p class="offline" role="status">
        {offline && <span>{t('offline.text')}</span>}
      </p>
      <main class="card">{view ? children : <p class="loading">{t('page.loading')}</p>}</main>
      <footer class="bottom">{view && t('page.version', { version: view.version })}</footer>
    </div>
  )
}

/** The head of a step. Focus moves here when the step comes up, so that screen readers begin at its start. */
export function StepHead({
  step,
  title,
  text,
}: {
  step?: (typeof steps)[number]
  title: string
  text: string
}) {
  const { t } = useWords()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    window.scrollTo(0, 0)
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true })
  }, [])
  const place = step === undefined ? 0 : steps.indexOf(step) + 1
  return (
    <div class="head">
      {step && (
        <div class="progress">
          <span class="bars" aria-hidden="true">
            {steps.map((one, index) => (
              <i key={one} class={index < place ? 'on' : ''} />
            ))}
          </span>
          <span class="place">{t('page.step', { step: place, steps: steps.length })}</span>
        </div>
      )}
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      <p class="lead">{text}</p>
    </div>
  )
}
