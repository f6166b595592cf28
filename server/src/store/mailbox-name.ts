import { checkKeyText } from './key-text.ts'
import type { Mailbox } from './store.ts'

export const INBOX = 'INBOX'

/**
 * The spelling under which a mailbox is stored: `INBOX` is case-insensitive, every other name is kept as it is
 * (RFC 9051 section 5.1).
 *
 * @throws RangeError for an empty name or one of over 1000 octets; callers check names first.
 */
export const storedName = (name: string): string => {
  checkKeyText(name, 'a mailbox name')
  return name.length === INBOX.length && name.toUpperCase() === INBOX ? INBOX : name
}

/** INBOX is there as long as its account is (RFC 9051 sections 6.3.5 and 6.3.6). @throws Error for INBOX. */
export const refuseInbox = (mailbox: Mailbox, verb: string): void => {
  if (mailbox.name === INBOX) throw new Error(`INBOX cannot be ${verb}`)
}
