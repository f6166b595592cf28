import { dayOf } from '../../clock.ts'
import { LARGE_OCTETS } from '../entries.ts'
import type { Day, MessageEntry, Store } from '../store.ts'
import type { Committer } from './committer.ts'
import { boxKey, type DayKind, dayKey, dayOfKey, idOfDayKey, isMailboxId, uidOf } from './keys.ts'
import type { Expunged } from './messages.ts'
import { decodeEntry, type MailboxDays } from './records.ts'
import type { Sweeper } from './sweeper.ts'
import {
  accountFrom,
  type DatedMailbox,
  readAccount,
  readMailbox,
  type Tables,
  writeMailbox,
} from './tables.ts'

type DayPart = Pick<Store, 'mailboxesBefore' | 'accountsLastSeen' | 'expire' | 'note' | 'setNote'>

/** Messages one step of {@link dayPart} looks at; removing this many takes a few milliseconds. */
const SLICE = 64
/** Lost, it only makes the mailbox come up again. */
const NOT_PROMISED = { durable: false }
const LAST_DAY = 0xffff_ffff
const NOTHING = Buffer.alloc(0)

const earlier = (day: Day, other: Day): Day => (day === 0 ? other : Math.min(day, other))

/** The days of a mailbox with one more message. Day 0 stands for none, so the oldest day there is is 1. */
const withMessage = (days: MailboxDays, day: Day, size: number): MailboxDays => {
  const arrival = Math.min(Math.max(day, 1), LAST_DAY)
  return {
    oldestDay: earlier(days.oldestDay, arrival),
    oldestLargeDay: size > LARGE_OCTETS ? earlier(days.oldestLargeDay, arrival) : days.oldestLargeDay,
  }
}

const moveMark = ({ days }: Tables, kind: DayKind, id: number, from: Day, to: Day): void => {
  if (from === to) return
  if (from !== 0) days.remove(dayKey(kind, from, id))
  if (to !== 0) days.put(dayKey(kind, to, id), NOTHING)
}

/** Enters a mailbox under other days, inside a transaction. The caller writes the mailbox that is returned. */
export const redate = (tables: Tables, mailbox: DatedMailbox, days: MailboxDays): DatedMailbox => {
  moveMark(tables, 'any', mailbox.id, mailbox.oldestDay, days.oldestDay)
  moveMark(tables, 'large', mailbox.id, mailbox.oldestLargeDay, days.oldestLargeDay)
  return { ...mailbox, ...days }
}

/**
 * Notes that messages arrive in a mailbox, inside a transaction. Only the first of a time costs a write: a mailbox
 * stays under the day of its oldest message, although that is gone, until {@link dayPart} looks at it.
 */
export const withArrivals = (
  tables: Tables,
  mailbox: DatedMailbox,
  messages: readonly Pick<MessageEntry, 'internalDate' | 'size'>[],
): DatedMailbox => {
  let days: MailboxDays = mailbox
  for (const { internalDate, size } of messages) days = withMessage(days, dayOf(internalDate), size)
  const { oldestDay, oldestLargeDay } = days
  return redate(tables, mailbox, { oldestDay, oldestLargeDay })
}

/** Enters an account under the day of its last login, inside a transaction; `undefined` for no account. */
export const redateLogin = (tables: Tables, id: number, from: Day | undefined, to: Day | undefined): void => {
  if (from !== undefined) tables.days.remove(dayKey('login', from, id))
  if (to !== undefined) tables.days.put(dayKey('login', to, id), NOTHING)
}

/** The methods of the store on disk by which it stays free of what is old. */
export const dayPart = (
  tables: Tables,
  committer: Committer,
  sweeper: Sweeper,
  expungeSome: (mailboxId: number, uids: readonly number[]) => Expunged,
): DayPart => {
  const { boxes } = tables
  const slice = (id: number, from: number): MessageEntry[] =>
    boxes
      .range(boxKey(id, from), boxKey(id + 1, 0), SLICE)
      .map(({ key, value }) => decodeEntry(uidOf(key), value))

  return {
    mailboxesBefore: (kind, day, limit) =>
      tables.days.keys(dayKey(kind, 1), dayKey(kind, day), limit).map(idOfDayKey),

    accountsLastSeen: (from, before, limit) =>
      tables.days.keys(dayKey('login', from), dayKey('login', before), limit).flatMap((key) => {
        const id = idOfDayKey(key)
        const record = readAccount(tables, id)
        return record === undefined || record.lastLoginDay !== dayOfKey(key) ? [] : [accountFrom(id, record)]
      }),

    expire: async (id, expired, largeFrom) => {
      const removed: number[] = []
      if (!isMailboxId(id) || readMailbox(tables, id) === undefined) return removed
      const staying = (days: MailboxDays, { internalDate, size }: MessageEntry): MailboxDays => {
        const day = dayOf(internalDate)
        const { oldestDay } = withMessage(days, day, 0)
        return { oldestDay, oldestLargeDay: withMessage(days, Math.max(day, largeFrom), size).oldestLargeDay }
      }
      let days: MailboxDays = { oldestDay: 0, oldestLargeDay: 0 }
      let next = 1
      for (;;) {
        const entries = slice(id, next)
        const old: number[] = []
        for (const entry of entries) {
          if (expired(entry)) old.push(entry.uid)
          else days = staying(days, entry)
        }
        if (old.length > 0) {
          const step = await committer.write(() => expungeSome(id, old), { weight: SLICE })
          if (step.chunksLeft) sweeper.kick()
          removed.push(...step.gone)
        } else await new Promise(setImmediate)
        if (entries.length > 0) next = entries.at(-1)!.uid + 1
        if (entries.length < SLICE) break
      }
      await committer.write(() => {
        const mailbox = readMailbox(tables, id)
        if (mailbox === undefined) return
        // What came while the last step was written.
        const now = boxes
          .range(boxKey(id, next), boxKey(id + 1, 0))
          .reduce((so, { key, value }) => staying(so, decodeEntry(uidOf(key), value)), days)
        writeMailbox(tables, redate(tables, mailbox, now))
      }, NOT_PROMISED)
      return removed
    },

    note: (name) => tables.meta.get(noteKey(name))?.toString('utf8', 1),

    setNote: (name, value) =>
      // The leading octet is the record's version.
      committer.write(() => tables.meta.put(noteKey(name), Buffer.from(`\x01${value}`))),
  }
}

const noteKey = (name: string): Buffer => Buffer.from(`note ${name}`)
