import { type Language, languages } from '../steps.ts'

/**
 * The best language for an `Accept-Language` header (RFC 9110 section 12.5.4): highest weight first, regions count for
 * their language, English when nothing fits. Reads no more than the first twenty ranges.
 */
export function preferredLanguage(header: string | undefined): Language {
  const wishes = (header ?? '')
    .slice(0, 500)
    .split(',')
    .slice(0, 20)
    .map((range) => {
      const [tag = '', ...parameters] = range.trim().toLowerCase().split(';')
      const weight = parameters.map((text) => /^\s*q=([01](\.\d{0,3})?)\s*$/.exec(text)?.[1]).find(Boolean)
      return { primary: tag.split('-')[0] ?? '', weight: weight === undefined ? 1 : Number(weight) }
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
  for (const { primary } of wishes) {
    const known = languages.find((language) => language === primary)
    if (known) return known
  }
  return 'en'
}
