import { type DomainAnswer, languages, type SetupState, steps, unclaimed } from './steps.ts'

/**
 * What survives a power cut: the state of set-up, the name that was suggested, and the fingerprint of the session that
 * may write. The session's secret itself is only in the owner's browser.
 */
export interface SavedSetup {
  readonly version: 1
  readonly state: SetupState
  readonly suggestion: string
  /** Hex SHA-256 of the session cookie's value. */
  readonly session?: string
}

/** Reads what `JSON.stringify` of a `SavedSetup` gave; undefined for anything else, so a damaged file starts afresh. */
export function parseSaved(text: string): SavedSetup | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!isRecord(value) || value.version !== 1) return undefined
  const state = parseState(value.state)
  const { suggestion, session } = value
  if (!state || typeof suggestion !== 'string') return undefined
  return typeof session === 'string'
    ? { version: 1, state, suggestion, session }
    : { version: 1, state, suggestion }
}

function parseState(value: unknown): SetupState | undefined {
  if (!isRecord(value)) return undefined
  const language = languages.find((known) => known === value.language)
  const step = steps.find((known) => known === value.step)
  const phase = (['asking', 'starting', 'failed', 'done'] as const).find((known) => known === value.phase)
  if (!language || !step || !phase) return undefined
  const domain = parseDomain(value.domain)
  if (phase !== 'asking' && (!domain || value.access !== 'open')) return undefined
  return {
    ...unclaimed,
    language,
    step,
    phase,
    ...(domain && { domain }),
    ...(value.access === 'open' && { access: 'open' }),
    ...(typeof value.failure === 'string' && { failure: value.failure }),
    ...(typeof value.joinUrl === 'string' && { joinUrl: value.joinUrl }),
  }
}

/** A domain answer as it came from a file or a request; undefined when it has not the shape of one. */
export function parseDomain(value: unknown): DomainAnswer | undefined {
  if (!isRecord(value)) return undefined
  if (value.kind === 'name' && typeof value.name === 'string') {
    return { kind: 'name', name: value.name }
  }
  if (value.kind === 'address' && typeof value.address === 'string') {
    return { kind: 'address', address: value.address }
  }
  return undefined
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
