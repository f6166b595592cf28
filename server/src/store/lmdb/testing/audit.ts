import assert from 'node:assert/strict'
import { dayOf } from '../../../clock.ts'
import { LARGE_OCTETS } from '../../entries.ts'
import type { MessageEntry } from '../../store.ts'
import { openEngine } from '../engine.ts'
import {
  accountKey,
  boxKey,
  contentKey,
  contentOf,
  dayKey,
  dayOfKey,
  INBOX_ORDINAL,
  idOfDayKey,
  mailboxId,
  sweepRange,
  uidOf,
  usageKey,
} from '../keys.ts'
import { unpack } from '../packing.ts'
import {
  CONTENT_HEAD,
  decodeAccount,
  decodeContent,
  decodeEntry,
  decodeMailbox,
  decodeUsage,
  type MailboxDays,
} from '../records.ts'
import { openTables, readCounters, TABLES, type Tables } from '../tables.ts'

export interface Audit {
  readonly accounts: number
  readonly messages: number
  readonly contents: number
  /** Chunks without a record and marks of the sweeper: nothing is left when it has settled. */
  readonly litter: number
}

const ALL: [Buffer, Buffer] = [Buffer.from([0]), Buffer.alloc(16, 255)]

/**
 * Recounts a closed database from its smallest parts and compares every counter, reference count and length
 * with what is kept. @throws AssertionError where they differ
 */
export const audit = async (folder: string): Promise<Audit> => {
  const engine = openEngine(folder, 2 ** 30, TABLES)
  try {
    return recount(openTables(engine))
  } finally {
    await engine.close()
  }
}

const recount = (tables: Tables): Audit => {
  const accounts = tables.accounts.range(...ALL).map(({ key }) => key.readUInt32BE())
  assert.equal(readCounters(tables).accounts, accounts.length)
  assert.equal(tables.addresses.range(...ALL).length, accounts.length)
  recountMarks(tables, accounts.length)
  const references = new Map<number, number>()
  let messages = 0
  for (const id of accounts) messages += recountAccount(tables, id, references)
  const { contents, litter } = recountContents(tables, references)
  const marks = (['staged', 'content', 'mailbox', 'undated'] as const).reduce(
    (sum, kind) => sum + tables.sweep.range(...sweepRange(kind)).length,
    0,
  )
  return { accounts: accounts.length, messages, contents, litter: litter + marks }
}

const recountAccount = (tables: Tables, id: number, references: Map<number, number>): number => {
  const usage = { messages: 0, bytes: 0 }
  const ordinals = tables.names.range(...nameBounds(id)).map(({ value }) => value.readUInt32BE())
  assert.ok(ordinals.includes(INBOX_ORDINAL))
  for (const ordinal of ordinals) {
    const mailbox = mailboxId(id, ordinal)
    const record = decodeMailbox(tables.boxes.get(boxKey(mailbox, 0))!)
    const entries = tables.boxes
      .range(boxKey(mailbox, 1), boxKey(mailbox + 1, 0))
      .map(({ key, value }) => decodeEntry(uidOf(key), value))
    const bytes = entries.reduce((sum, { size }) => sum + size, 0)
    recountDays(tables, mailbox, record, entries)
    assert.deepEqual(
      [record.messages, record.bytes],
      [entries.length, bytes],
      `counters of mailbox ${mailbox}`,
    )
    for (const { uid, modseq, contentId } of entries) {
      assert.ok(uid < record.uidNext && modseq <= record.highestModseq)
      references.set(contentId, (references.get(contentId) ?? 0) + 1)
    }
    usage.messages += entries.length
    usage.bytes += bytes
  }
  assert.deepEqual(decodeUsage(tables.boxes.get(usageKey(id))!), usage, `usage of account ${id}`)
  return usage.messages
}

/** A mailbox stands in `days` under no later day than its messages came. */
const recountDays = (
  { days }: Tables,
  mailbox: number,
  { oldestDay, oldestLargeDay }: MailboxDays,
  entries: readonly MessageEntry[],
): void => {
  for (const [kind, day] of [
    ['any', oldestDay],
    ['large', oldestLargeDay],
  ] as const)
    if (day > 0) assert.ok(days.get(dayKey(kind, day, mailbox)) !== undefined, `${kind} of ${mailbox}`)
  for (const { internalDate } of entries)
    assert.ok(oldestDay > 0 && oldestDay <= Math.max(1, dayOf(internalDate)), `age of mailbox ${mailbox}`)
  if (entries.some(({ size }) => size > LARGE_OCTETS)) assert.ok(oldestLargeDay > 0)
}

/** Nothing stands in `days` that is not there, or twice. */
const recountMarks = (tables: Tables, accounts: number): void => {
  let logins = 0
  for (const { key } of tables.days.range(...ALL)) {
    const [kind, day, id] = [key[0], dayOfKey(key), idOfDayKey(key)]
    if (kind === 3) {
      logins++
      assert.equal(decodeAccount(tables.accounts.get(accountKey(id))!).lastLoginDay, day, `login of ${id}`)
    } else {
      const record = decodeMailbox(tables.boxes.get(boxKey(id, 0))!)
      assert.equal(kind === 1 ? record.oldestDay : record.oldestLargeDay, day, `day of mailbox ${id}`)
    }
  }
  assert.equal(logins, accounts)
}

const nameBounds = (id: number): [Buffer, Buffer] => {
  const bound = (n: number) => boxKey(mailboxId(n, 0), 0).subarray(0, 4)
  return [bound(id), bound(id + 1)]
}

const recountContents = ({ contents }: Tables, references: Map<number, number>) => {
  const chunks = new Map<number, number>()
  let found = 0
  for (const { key, value } of contents.range(...ALL)) {
    const id = contentOf(key)
    if (key.readUInt16BE(6) > 0) {
      const record = contents.get(contentKey(id, 0))
      const { size, chunkBytes } = record === undefined ? { size: 0, chunkBytes: 0 } : decodeContent(record)
      const before = (key.readUInt16BE(6) - 1) * chunkBytes
      const chunk = unpack(value, Math.min(chunkBytes, size - before))
      chunks.set(id, (chunks.get(id) ?? 0) + chunk.length)
      continue
    }
    found++
    const record = decodeContent(value)
    // A mailbox that waits for the sweeper still holds references nobody lists.
    assert.ok(record.references >= (references.get(id) ?? 0), `references of content ${id}`)
    if (record.chunkBytes === 0)
      assert.equal(unpack(value.subarray(CONTENT_HEAD), record.size).length, record.size)
  }
  for (const [id, count] of references) {
    const record = decodeContent(contents.get(contentKey(id, 0))!)
    assert.equal(record.references, count, `references of content ${id}`)
    if (record.chunkBytes > 0) assert.equal(chunks.get(id), record.size, `chunks of content ${id}`)
    chunks.delete(id)
  }
  return { contents: found, litter: chunks.size }
}
