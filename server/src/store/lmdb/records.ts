import type { Account, AccountUsage, MessageEntry } from '../store.ts'

/**
 * Values of the tables, as bytes. Every record begins with its version, so that a later shape can stand beside
 * it. Pure.
 *
 * @throws CorruptRecordError from every `decode` for bytes no `encode` made
 */
export class CorruptRecordError extends Error {
  override name = 'CorruptRecordError'
}

const V1 = 1
const V2 = 2
const NUL = '\0'

const expectV1 = (bytes: Buffer, what: string, least: number): void => {
  if (bytes.length < least || bytes[0] !== V1)
    throw new CorruptRecordError(`the database holds a ${what} record that this version cannot read`)
}

export interface AccountRecord extends Omit<Account, 'id'> {
  /** The ordinal its next mailbox gets. */
  readonly nextOrdinal: number
}

export const encodeAccount = (account: AccountRecord): Buffer => {
  const hash = Buffer.from(account.passwordHash)
  const address = Buffer.from(account.address)
  const bytes = Buffer.allocUnsafe(15 + hash.length + address.length)
  bytes.writeUInt8(V1, 0)
  bytes.writeUInt32BE(account.createdDay, 1)
  bytes.writeUInt32BE(account.lastLoginDay, 5)
  bytes.writeUInt32BE(account.nextOrdinal, 9)
  bytes.writeUInt16BE(hash.length, 13)
  hash.copy(bytes, 15)
  address.copy(bytes, 15 + hash.length)
  return bytes
}

export const decodeAccount = (bytes: Buffer): AccountRecord => {
  expectV1(bytes, 'account', 15)
  const hashEnd = 15 + bytes.readUInt16BE(13)
  return {
    createdDay: bytes.readUInt32BE(1),
    lastLoginDay: bytes.readUInt32BE(5),
    nextOrdinal: bytes.readUInt32BE(9),
    passwordHash: bytes.toString('utf8', 15, hashEnd),
    address: bytes.toString('utf8', hashEnd),
  }
}

export const encodeUsage = (usage: AccountUsage): Buffer => {
  const bytes = Buffer.allocUnsafe(11)
  bytes.writeUInt8(V1, 0)
  bytes.writeUInt32BE(usage.messages, 1)
  bytes.writeUIntBE(usage.bytes, 5, 6)
  return bytes
}

export const decodeUsage = (bytes: Buffer): AccountUsage => {
  expectV1(bytes, 'usage', 11)
  return { messages: bytes.readUInt32BE(1), bytes: bytes.readUIntBE(5, 6) }
}

/** Under which days a mailbox stands in `days`; 0 where it does not. */
export interface MailboxDays {
  /** No message in it came on an earlier day. */
  readonly oldestDay: number
  /** The same for messages that are large. */
  readonly oldestLargeDay: number
}

/** What is kept of a mailbox under its key; the key says whose it is. */
export interface MailboxRecord extends MailboxDays {
  readonly name: string
  readonly uidValidity: number
  readonly uidNext: number
  readonly messages: number
  readonly bytes: number
  readonly highestModseq: number
}

export const encodeMailbox = (mailbox: MailboxRecord): Buffer => {
  const name = Buffer.from(mailbox.name)
  const bytes = Buffer.allocUnsafe(33 + name.length)
  bytes.writeUInt8(V2, 0)
  bytes.writeUInt32BE(mailbox.uidValidity, 1)
  bytes.writeUInt32BE(mailbox.uidNext, 5)
  bytes.writeUInt32BE(mailbox.messages, 9)
  bytes.writeUIntBE(mailbox.bytes, 13, 6)
  bytes.writeUIntBE(mailbox.highestModseq, 19, 6)
  bytes.writeUInt32BE(mailbox.oldestDay, 25)
  bytes.writeUInt32BE(mailbox.oldestLargeDay, 29)
  name.copy(bytes, 33)
  return bytes
}

export const decodeMailbox = (bytes: Buffer): MailboxRecord => {
  const dated = bytes[0] === V2 && bytes.length >= 34
  if (!dated) expectV1(bytes, 'mailbox', 26)
  return {
    uidValidity: bytes.readUInt32BE(1),
    uidNext: bytes.readUInt32BE(5),
    messages: bytes.readUInt32BE(9),
    bytes: bytes.readUIntBE(13, 6),
    highestModseq: bytes.readUIntBE(19, 6),
    oldestDay: dated ? bytes.readUInt32BE(25) : 0,
    oldestLargeDay: dated ? bytes.readUInt32BE(29) : 0,
    name: bytes.toString('utf8', dated ? 33 : 25),
  }
}

/** Keywords are atoms (RFC 9051 section 9, flag-keyword), so NUL can part them. */
export const encodeEntry = (entry: Omit<MessageEntry, 'uid'>): Buffer => {
  const keywords = entry.keywords.length === 0 ? undefined : Buffer.from(entry.keywords.join(NUL))
  const bytes = Buffer.allocUnsafe(24 + (keywords?.length ?? 0))
  bytes.writeUInt8(V1, 0)
  bytes.writeUInt8(entry.flags, 1)
  bytes.writeUIntBE(Math.floor(entry.internalDate / 1000), 2, 6)
  bytes.writeUInt32BE(entry.size, 8)
  bytes.writeUIntBE(entry.modseq, 12, 6)
  bytes.writeUIntBE(entry.contentId, 18, 6)
  keywords?.copy(bytes, 24)
  return bytes
}

export const decodeEntry = (uid: number, bytes: Buffer): MessageEntry => {
  expectV1(bytes, 'message', 24)
  return {
    uid,
    flags: bytes.readUInt8(1),
    keywords: bytes.length === 24 ? [] : bytes.toString('utf8', 24).split(NUL),
    internalDate: bytes.readUIntBE(2, 6) * 1000,
    size: bytes.readUInt32BE(8),
    modseq: bytes.readUIntBE(12, 6),
    contentId: bytes.readUIntBE(18, 6),
  }
}

/** Piece 0 of a content: its head and, when it is small, its bytes; otherwise a copy of its header block. */
export interface ContentRecord {
  readonly references: number
  readonly headerSize: number
  readonly size: number
  /** Octets of every chunk but the last; 0 when the bytes stand in this record. */
  readonly chunkBytes: number
}

export const CONTENT_HEAD = 19

/** Encodes the head and, behind it, the bytes that stand in the record. */
export const encodeContent = (content: ContentRecord, inline: readonly Buffer[] = []): Buffer => {
  const length = inline.reduce((sum, piece) => sum + piece.length, CONTENT_HEAD)
  const bytes = Buffer.allocUnsafe(length)
  bytes.writeUInt8(V1, 0)
  bytes.writeUInt32BE(content.references, 1)
  bytes.writeUInt32BE(content.headerSize, 5)
  bytes.writeUIntBE(content.size, 9, 6)
  bytes.writeUInt32BE(content.chunkBytes, 15)
  let at = CONTENT_HEAD
  for (const piece of inline) at += piece.copy(bytes, at)
  return bytes
}

export const decodeContent = (bytes: Buffer): ContentRecord => {
  expectV1(bytes, 'content', CONTENT_HEAD)
  return {
    references: bytes.readUInt32BE(1),
    headerSize: bytes.readUInt32BE(5),
    size: bytes.readUIntBE(9, 6),
    chunkBytes: bytes.readUInt32BE(15),
  }
}

/** Counts that belong to the whole store. */
export interface Counters {
  readonly accounts: number
  readonly nextAccountId: number
  /** The greatest UIDVALIDITY given out so far. */
  readonly lastUidValidity: number
}

export const encodeCounters = (counters: Counters): Buffer => {
  const bytes = Buffer.allocUnsafe(13)
  bytes.writeUInt8(V1, 0)
  bytes.writeUInt32BE(counters.accounts, 1)
  bytes.writeUInt32BE(counters.nextAccountId, 5)
  bytes.writeUInt32BE(counters.lastUidValidity, 9)
  return bytes
}

export const decodeCounters = (bytes: Buffer): Counters => {
  expectV1(bytes, 'counter', 13)
  return {
    accounts: bytes.readUInt32BE(1),
    nextAccountId: bytes.readUInt32BE(5),
    lastUidValidity: bytes.readUInt32BE(9),
  }
}
