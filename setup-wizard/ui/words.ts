import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { message } from '../messages/catalogue.ts'
import type { MessageKey } from '../messages/en.ts'
import type { Language } from '../steps.ts'

/** The language of the page, for every part of it. */
export const LanguageContext = createContext<Language>('en')

export interface Words {
  readonly language: Language
  /** The message of a key in the page's language. */
  t(key: MessageKey, places?: Readonly<Record<string, string | number>>): string
}

export function useWords(): Words {
  const language = useContext(LanguageContext)
  return { language, t: (key, places) => message(language, key, places) }
}
