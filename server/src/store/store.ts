/**
 * The one interface behind which all mail lives. `lmdb/` keeps it on disk, `memory/` is its twin for tests;
 * `conformance.test.ts` runs on both.
 *
 * Invariants
 * - A promise returned by a writing method resolves after the commit is flushed to disk, never before.
 * - Concurrent writes share commits.
 * - Reads are synchronous, see the last committed state, and hold no transaction open when they return.
 * - UIDs and mod-sequences of a mailbox only grow, also across restarts (RFC 9051 section 2.3.1.1).
 * - Memory use is bounded by the staging window and the chunk size, never by the size of a message.
 */

/** Days since 1970-01-01 UTC: the finest resolution in which anything about a person's habits is kept. */
export type Day = number

export interface Account {
  readonly id: number
  /** Lower case, `local@domain`. */
  readonly address: string
  readonly passwordHash: string
  readonly createdDay: Day
  readonly lastLoginDay: Day
}

export interface Mailbox {
  readonly id: number
  readonly accountId: number
  /** UTF-8; `INBOX` always in capitals. Hierarchy delimiter `/`. */
  readonly name: string
  readonly uidValidity: number
  readonly uidNext: number
  readonly messages: number
  readonly bytes: number
  readonly highestModseq: number
}

/** RFC 9051 section 2.3.2: system flags as bits; keywords are strings beside them. */
export const Flag = { Seen: 1, Answered: 2, Flagged: 4, Deleted: 8, Draft: 16 } as const

export interface MessageEntry {
  readonly uid: number
  /** Bits of {@link Flag}. */
  readonly flags: number
  readonly keywords: readonly string[]
  /** Milliseconds since 1970, whole seconds. */
  readonly internalDate: number
  /** Octets, RFC822.SIZE. */
  readonly size: number
  readonly modseq: number
  /** Names the stored bytes; several entries may share one content. */
  readonly contentId: number
}

export interface FlagChange {
  readonly uid: number
  readonly flags: number
  readonly keywords: readonly string[]
}

/** The bytes of one message that is arriving. Large ones go to disk in chunks while they arrive. */
export interface Staging {
  readonly size: number
  /** Resolves when more may be written; awaiting it is what bounds memory. Takes ownership of `chunk`. */
  write(chunk: Buffer): Promise<void> | undefined
  /** Forgets the bytes. Safe to call twice and after `deliver`. */
  discard(): void
}

export interface DeliveryTarget {
  readonly accountId: number
  /** Must exist, except INBOX, which every account has. */
  readonly mailbox: string
  readonly flags?: number
  readonly keywords?: readonly string[]
}

export interface DeliveryOptions {
  readonly internalDate: number
  /** Octets all mailboxes of one account may hold together. */
  readonly quotaBytes: number
  /** One refused target refuses the others too, with the reason `other-refused`: all get the message or none. */
  readonly allOrNone?: boolean
}

export type DeliveryRefusal = 'over-quota' | 'no-account' | 'no-mailbox' | 'other-refused'

export type DeliveryOutcome =
  | {
      readonly ok: true
      readonly accountId: number
      readonly mailboxId: number
      readonly uid: number
      readonly uidValidity: number
    }
  | {
      readonly ok: false
      readonly accountId: number
      readonly reason: DeliveryRefusal
    }

/** Stored bytes of one message; valid until the entry is expunged by anyone. */
export interface Content {
  readonly size: number
  /** Header block with its closing empty line; at most `HEADER_WINDOW` octets, everything when there is no body. */
  header(): Buffer
  /** Pieces of the given range, in order, each at most one chunk; throws `ContentGoneError` if expunged meanwhile. */
  read(start: number, end: number): Generator<Buffer, void, void>
}

export interface AccountUsage {
  readonly messages: number
  readonly bytes: number
}

export interface Store {
  // accounts
  findAccount(address: string): Account | undefined
  account(id: number): Account | undefined
  countAccounts(): number
  /** Creates the account and its INBOX. Of parallel calls for one address one creates; the others get `created: false` and what it made. */
  createAccount(
    address: string,
    passwordHash: string,
    today: Day,
  ): Promise<{ account: Account; created: boolean }>
  updateAccount(id: number, change: { passwordHash?: string; lastLoginDay?: Day }): Promise<void>
  /**
   * Removes the account with every mailbox, message and metadata entry. False when it is not there, or when its last
   * login is not before the day that is given.
   */
  deleteAccount(id: number, lastSeenBefore?: Day): Promise<boolean>
  usage(accountId: number): AccountUsage

  // mailboxes
  listMailboxes(accountId: number): Mailbox[]
  findMailbox(accountId: number, name: string): Mailbox | undefined
  mailbox(id: number): Mailbox | undefined
  /** `undefined` when the name is taken or the account gone. @throws RangeError see `storedName` */
  createMailbox(accountId: number, name: string): Promise<Mailbox | undefined>
  /** With its messages and metadata. @throws Error for INBOX */
  deleteMailbox(id: number): Promise<void>
  /**
   * This mailbox alone, not those below it in the hierarchy. False when the new name is taken or the mailbox
   * gone. @throws Error for INBOX, which RFC 9051 section 6.3.6 wants emptied into a new mailbox: `copy` does that
   */
  renameMailbox(id: number, name: string): Promise<boolean>

  // messages
  stage(): Staging
  /** One transaction for all targets; the content is stored once. At least one success consumes the staging. */
  deliver(
    staging: Staging,
    targets: readonly DeliveryTarget[],
    options: DeliveryOptions,
  ): Promise<DeliveryOutcome[]>
  /** Entries with `from <= uid <= to`, ascending; the first `limit` of them. */
  listMessages(mailboxId: number, from?: number, to?: number, limit?: number): MessageEntry[]
  content(entry: MessageEntry): Content | undefined
  /** Sets flags as given; unknown UIDs are passed over. Returns the entries as they are now. */
  setFlags(mailboxId: number, changes: readonly FlagChange[]): Promise<MessageEntry[]>
  /** Returns the UIDs really removed, ascending. A large set goes in several transactions. */
  expunge(mailboxId: number, uids: readonly number[]): Promise<number[]>
  /** Returns pairs old UID, new UID, ascending; none when a mailbox is gone. With `move`, the old entries go in the same transaction. */
  copy(
    mailboxId: number,
    uids: readonly number[],
    toMailboxId: number,
    options: { move: boolean; quotaBytes: number },
  ): Promise<[number, number][] | 'over-quota'>

  // metadata (RFC 5464): mailbox '' is the server annotation space of that account
  metadata(accountId: number, mailbox: string, entry: string): string | undefined
  /** `undefined` as value removes the entry; a mailbox that is not there takes nothing. @throws RangeError for an entry of over 1000 octets */
  setMetadata(accountId: number, mailbox: string, entry: string, value: string | undefined): Promise<void>

  // age
  /**
   * Mailboxes that may hold a message (`large`: one of over `LARGE_OCTETS`) with an internal date before `day`, the oldest
   * first. Looks only at what it returns.
   */
  mailboxesBefore(kind: 'any' | 'large', day: Day, limit: number): number[]
  /** Accounts whose last login was on a day with `from <= day < before`, the longest absent first. */
  accountsLastSeen(from: Day, before: Day, limit: number): Account[]
  /**
   * Goes through a mailbox in short steps, expunges every entry that is `expired`, and notes how old the rest is for
   * {@link mailboxesBefore}; large ones that stay count as if they were from `largeFrom` at the earliest, and so come up
   * again when that day has passed. Returns the UIDs removed.
   */
  expire(mailboxId: number, expired: (entry: MessageEntry) => boolean, largeFrom: Day): Promise<number[]>
  /** Remarks about the whole store that survive a restart. */
  note(name: string): string | undefined
  setNote(name: string, value: string): Promise<void>

  /** Waits for what is under way, flushes, closes. Idempotent. */
  close(): Promise<void>
}

/** The database cannot be used; the message says what to do. */
export class DatabaseError extends Error {
  override name = 'DatabaseError'
}

/** The bytes were expunged while somebody read them. */
export class ContentGoneError extends Error {
  override name = 'ContentGoneError'
}

/** Too many messages are arriving at once for the memory there is: nothing of this one is kept, later it may go. */
export class StoreBusyError extends Error {
  override name = 'StoreBusyError'
}

/** The disk or the map is full: nothing of the transaction was kept. */
export class StoreFullError extends Error {
  override name = 'StoreFullError'
}
