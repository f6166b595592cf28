import type { Language, Move } from '../steps.ts'
import type { ErrorView, StateView } from '../view.ts'

/** What became of a request: the new state, a refusal with its reason, or silence from the box. */
export type Reply =
  | { readonly kind: 'state'; readonly view: StateView }
  | { readonly kind: 'refused'; readonly status: number; readonly error: ErrorView }
  | { readonly kind: 'silent' }

/** A phone that left the Wi-Fi notices after this long. */
const patienceMs = 8_000

async function ask(path: string, body?: unknown): Promise<Reply> {
  try {
    const response = await fetch(`/setup/api/${path}`, {
      signal: AbortSignal.timeout?.(patienceMs) ?? null,
      ...(body !== undefined && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    })
    const json = await response.json()
    return response.ok
      ? { kind: 'state', view: json as StateView }
      : { kind: 'refused', status: response.status, error: json as ErrorView }
  } catch {
    return { kind: 'silent' }
  }
}

/** The box's state as this browser may see it. */
export const readState = (): Promise<Reply> => ask('state')

/** Shows the setup code. */
export const claim = (code: string, language: Language): Promise<Reply> => ask('claim', { code, language })

/** Gives an answer or goes back. */
export const answer = (move: Move): Promise<Reply> => ask('answer', move)

/** Asks the box to start the server. */
export const finish = (): Promise<Reply> => ask('finish', {})
