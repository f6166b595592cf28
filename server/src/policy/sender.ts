import type { FromAddress } from '../message/mailbox.ts'

/** An envelope sender has exactly one `@`, with something on both sides. */
export function isSenderAddress(address: string): boolean {
  const at = address.indexOf('@')
  return at > 0 && at === address.lastIndexOf('@') && at < address.length - 1
}

/** Only US-ASCII: other alphabets have letters whose lower case is one of ours, the Kelvin sign for one. */
const foldCase = (address: string): string => address.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())

/** Addresses are compared without regard to case, as everywhere in this server. */
export function sameAddress(one: string, other: string): boolean {
  return foldCase(one) === foldCase(other)
}

export type FromVerdict = 'ok' | 'unreadable' | 'different'

/** The author a message names must be the one who sends it. */
export function judgeFrom(from: FromAddress, envelopeSender: string): FromVerdict {
  if (!from.ok) return 'unreadable'
  return sameAddress(from.address, envelopeSender) ? 'ok' : 'different'
}
