import type { Language } from '../steps.ts'
import { de } from './de.ts'
import { en, type MessageKey, type Messages } from './en.ts'

/** Every language the wizard speaks. */
export const catalogues: Readonly<Record<Language, Messages>> = { en, de }

/** A message in one language, its `{places}` filled in. */
export function message(
  language: Language,
  key: MessageKey,
  places: Readonly<Record<string, string | number>> = {},
): string {
  return catalogues[language][key].replace(/\{(\w+)\}/g, (place, name: string) => `${places[name] ?? place}`)
}

/** A wait in words: seconds up to a minute and a half, then minutes, rounded up. */
export function waitInWords(language: Language, seconds: number): string {
  if (seconds === 1) return message(language, 'time.second')
  return seconds <= 90
    ? message(language, 'time.seconds', { count: seconds })
    : message(language, 'time.minutes', { count: Math.ceil(seconds / 60) })
}
