import type { Mailbox } from './store.ts'

export const INBOX = 'INBOX'

/** Octets of UTF-8 a mailbox name may have: it is part of a key, and keys of the disk store end at 1978. */
export const MAILBOX_NAME_OCTETS = 1000

/**
 * The spelling under which a mailbox is stored: `INBOX` is case-insensitive, every other name is kept as it is
 * (RFC 9051 section 5.1).
 *
 * @throws RangeError for an empty name or one over {@link MAILBOX_NAME_OCTETS}; callers check names first.
 */
export const storedName = (name: string): string => {
  const octets = Buffer.byteLength(name)
  if (octets === 0 || octets > MAILBOX_NAME_OCTETS)
    throw new RangeError(`a mailbox name has 1 to ${MAILBOX_NAME_OCTETS} octets`)
  return name.length === INBOX.length && name.toUpperCase() === INBOX ? INBOX : name
}

/** INBOX is there as long as its account is (RFC 9051 sections 6.3.5 and 6.3.6). @throws Error for INBOX. */
export const refuseInbox = (mailbox: Mailbox, verb: string): void => {
  if (mailbox.name === INBOX) throw new Error(`INBOX cannot be ${verb}`)
}
