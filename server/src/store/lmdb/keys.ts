/**
 * Keys of the tables. Numbers are big-endian, so the order of bytes is the order of numbers and everything of
 * one account, mailbox or content is one range. Pure.
 */

/** Mailboxes one account can make in its life; 24 bits. Ordinal 0 stands for the account itself. */
export const ORDINALS = 0x100_0000
export const INBOX_ORDINAL = 1

/** The id under which the store hands out a mailbox: account and ordinal in one safe integer. */
export const mailboxId = (accountId: number, ordinal: number): number => accountId * ORDINALS + ordinal
export const accountOf = (mailbox: number): number => Math.floor(mailbox / ORDINALS)
export const ordinalOf = (mailbox: number): number => mailbox % ORDINALS

/** True for numbers that can name a mailbox; others are answered as unknown. */
export const isMailboxId = (id: number): boolean =>
  Number.isSafeInteger(id) && isAccountId(accountOf(id)) && ordinalOf(id) > 0

/** 29 bits, so that a mailbox id stays a safe integer. */
const ACCOUNT_IDS = 0x2000_0000
export const isAccountId = (id: number): boolean => Number.isInteger(id) && id > 0 && id < ACCOUNT_IDS

/** accounts: 4 octets. */
export const accountKey = (accountId: number): Buffer => {
  const key = Buffer.allocUnsafe(4)
  key.writeUInt32BE(accountId)
  return key
}

/** boxes: account, ordinal, UID. UID 0 holds the record of the mailbox, ordinal 0 and UID 0 the usage. */
export const boxKey = (mailbox: number, uid: number): Buffer => {
  const key = Buffer.allocUnsafe(11)
  key.writeUInt32BE(accountOf(mailbox), 0)
  key.writeUIntBE(ordinalOf(mailbox), 4, 3)
  key.writeUInt32BE(uid, 7)
  return key
}
export const usageKey = (accountId: number): Buffer => boxKey(mailboxId(accountId, 0), 0)
export const uidOf = (key: Buffer): number => key.readUInt32BE(7)

/** names: account, then the name in UTF-8. */
export const nameKey = (accountId: number, name: string): Buffer =>
  Buffer.concat([accountKey(accountId), Buffer.from(name)])

/** metadata: account, ordinal of the mailbox or 0, then the entry's name. */
export const metadataKey = (mailbox: number, entry: string): Buffer =>
  Buffer.concat([boxKey(mailbox, 0).subarray(0, 7), Buffer.from(entry)])

/** Bounds of every metadata entry of one mailbox or, with ordinal 0, of the server annotations. */
export const metadataRange = (mailbox: number): [Buffer, Buffer] => [
  boxKey(mailbox, 0).subarray(0, 7),
  boxKey(mailbox + 1, 0).subarray(0, 7),
]

/** contents: content, piece. Piece 0 is the record with the reference count, 1 and up are its chunks. */
export const contentKey = (contentId: number, piece: number): Buffer => {
  const key = Buffer.allocUnsafe(8)
  key.writeUIntBE(contentId, 0, 6)
  key.writeUInt16BE(piece, 6)
  return key
}
/** Content ids are below this. */
export const CONTENT_IDS = 2 ** 48 - 1
export const contentOf = (key: Buffer): number => key.readUIntBE(0, 6)

/**
 * sweep: marks of what must not stay. `staged`: a content that is still arriving, an orphan at the next open.
 * `content`: chunks nobody refers to. `mailbox`: entries of a mailbox that is gone. `undated`: the first account of a
 * database of format 1 that is not in `days` yet.
 */
export type SweepKind = 'staged' | 'content' | 'mailbox' | 'undated'
const KIND = { staged: 1, content: 2, mailbox: 3, undated: 4 } as const

/** sweep: kind, id of the content or mailbox. */
export const sweepKey = (kind: SweepKind, id: number): Buffer => {
  const key = Buffer.allocUnsafe(9)
  key.writeUInt8(KIND[kind], 0)
  key.writeBigUInt64BE(BigInt(id), 1)
  return key
}
export const sweepId = (key: Buffer): number => Number(key.readBigUInt64BE(1))

/** Bounds of all marks of one kind. */
export const sweepRange = (kind: SweepKind): [Buffer, Buffer] => [
  Buffer.from([KIND[kind]]),
  Buffer.from([KIND[kind] + 1]),
]

/**
 * days: what is looked at when a day has become old. `any`: mailboxes by the day of their oldest message. `large`: by
 * that of their oldest large one. `login`: accounts by the day of their last login.
 */
export type DayKind = 'any' | 'large' | 'login'
const DAY_KIND = { any: 1, large: 2, login: 3 } as const
const LAST_DAY = 0xffff_ffff

/** days: kind, day, id of the mailbox or account. */
export const dayKey = (kind: DayKind, day: number, id = 0): Buffer => {
  const key = Buffer.allocUnsafe(13)
  key.writeUInt8(DAY_KIND[kind], 0)
  key.writeUInt32BE(Math.min(Math.max(Math.floor(day), 0), LAST_DAY), 1)
  key.writeBigUInt64BE(BigInt(id), 5)
  return key
}
export const dayOfKey = (key: Buffer): number => key.readUInt32BE(1)
export const idOfDayKey = (key: Buffer): number => Number(key.readBigUInt64BE(5))
