import { isRecord, parseDomain } from '../saved.ts'
import { type Language, languages, type Move, steps } from '../steps.ts'

/** Reading of request bodies: from any JSON to what the routes work with, or undefined when it is something else. */

/** `{"code": "ACDE-3467", "language": "de"}`; without a language the browser's is taken. */
export function parseClaim(body: unknown): { code: string; language?: Language } | undefined {
  if (!isRecord(body) || typeof body.code !== 'string' || body.code.length > 200) return undefined
  const language = parseLanguage(body.language)
  return language ? { code: body.code, language } : { code: body.code }
}

/** The moves a browser may make: `{"do": "domain", "domain": {…}}` and the like. */
export function parseAnswer(body: unknown): Move | undefined {
  if (!isRecord(body)) return undefined
  switch (body.do) {
    case 'language': {
      const language = parseLanguage(body.language)
      return language && { do: 'language', language }
    }
    case 'domain': {
      const domain = parseDomain(body.domain)
      return domain && { do: 'domain', domain }
    }
    case 'access':
      return body.access === 'open' ? { do: 'access', access: 'open' } : undefined
    case 'back': {
      const to = steps.find((known) => known === body.to)
      return to ? { do: 'back', to } : { do: 'back' }
    }
    default:
      return undefined
  }
}

const parseLanguage = (value: unknown): Language | undefined => languages.find((known) => known === value)
