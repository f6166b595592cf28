import { GrammarError } from './scanner.ts'

/** What of a server's words touches sequence numbers, in order. */
export type Said =
  | { readonly kind: 'tagged'; readonly tag: string }
  | { readonly kind: 'exists' | 'expunge' | 'fetch'; readonly number: number }
  /** A mailbox was opened. */
  | { readonly kind: 'opened' }

/**
 * Follows the replies as a client does: EXISTS never shrinks a mailbox, and no number is beyond its end (RFC 9051
 * sections 7.4.1 and 7.5.1). @throws GrammarError
 */
export const checkSequence = (said: readonly Said[]): void => {
  let messages = 0
  for (const one of said) {
    if (one.kind === 'opened') messages = 0
    else if (one.kind === 'exists') {
      if (one.number < messages) throw new GrammarError(`${one.number} EXISTS after ${messages}`)
      messages = one.number
    } else if (one.kind !== 'tagged') {
      if (one.number > messages) throw new GrammarError(`${one.kind} ${one.number} of ${messages}`)
      if (one.kind === 'expunge') messages--
    }
  }
}
