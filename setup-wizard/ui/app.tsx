import { useEffect, useState } from 'preact/hooks'
import { catalogues } from '../messages/catalogue.ts'
import { type Language, languages } from '../steps.ts'
import { answer } from './client.ts'
import { Frame } from './parts/frame.tsx'
import { AccessStep } from './steps/access.tsx'
import { ClaimStep } from './steps/claim.tsx'
import { DomainStep } from './steps/domain.tsx'
import { DoneStep } from './steps/done.tsx'
import { ReviewStep } from './steps/review.tsx'
import { StartingStep } from './steps/starting.tsx'
import { useBackButton } from './use-back-button.ts'
import { type Setup, useSetup } from './use-setup.ts'
import { LanguageContext } from './words.ts'

export function App() {
  const setup = useSetup()
  const [chosen, choose] = useState(rememberedLanguage)
  const language = chosen ?? setup.view?.language ?? browserLanguage()
  useBackButton(setup)

  useEffect(() => {
    document.documentElement.lang = language
    document.title = catalogues[language]['page.title']
  }, [language])

  function switchTo(next: Language) {
    choose(next)
    sessionStorage.setItem(languageKey, next)
    if (setup.view?.holder && setup.view.phase !== 'done') {
      void setup.send(() => answer({ do: 'language', language: next }))
    }
  }

  return (
    <LanguageContext.Provider value={language}>
      <Frame view={setup.view} offline={setup.offline} onLanguage={switchTo}>
        <CurrentStep setup={setup} />
      </Frame>
    </LanguageContext.Provider>
  )
}

/** The screen that belongs to the box's state; `key` makes each a fresh start for its fields. */
function CurrentStep({ setup }: { setup: Setup }) {
  const { view } = setup
  if (!view) return null
  if (view.phase === 'done') return <DoneStep key="done" view={view} />
  if (view.phase === 'starting') return <StartingStep key="starting" view={view} />
  const { answers } = view
  if (!view.holder || !answers) return <ClaimStep key="claim" setup={setup} view={view} />
  switch (view.step) {
    case 'access':
      return <AccessStep key="access" setup={setup} />
    case 'review':
      return <ReviewStep key="review" setup={setup} answers={answers} />
    default:
      return <DomainStep key="domain" setup={setup} answers={answers} />
  }
}

/** Before the box has answered. */
const browserLanguage = (): Language =>
  languages.find((language) => navigator.language.toLowerCase().startsWith(language)) ?? 'en'

const languageKey = 'language'

/** What was chosen in this tab, for reloads before anybody gave the code. */
const rememberedLanguage = (): Language | undefined =>
  languages.find((language) => language === sessionStorage.getItem(languageKey))
