import type { Header } from '../message/header.ts'

export type SecureJoinStep = 'vc-request' | 'vg-request'

/**
 * The first message of the legacy Secure-Join protocol is the only one that may travel in clear: it carries no words
 * of a person (docs/protocol.md, Secure-Join exception).
 *
 * @returns the step its header names, undefined when it is anything but exactly that
 */
export function secureJoinStep(header: Header): SecureJoinStep | undefined {
  const values = header.all('secure-join')
  const value = values.length === 1 ? values[0] : undefined
  return value === 'vc-request' || value === 'vg-request' ? value : undefined
}

/** Whether the body of the single text part says what the header says, and nothing else. */
export function isSecureJoinBody(body: string, step: SecureJoinStep): boolean {
  return body.trim().toLowerCase() === `secure-join: ${step}`
}
