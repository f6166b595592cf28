import { refusedTogether } from '../all-or-none.ts'
import { ascending, sameFlags } from '../entries.ts'
import { INBOX, storedName } from '../mailbox-name.ts'
import type {
  AccountUsage,
  DeliveryOptions,
  DeliveryOutcome,
  DeliveryRefusal,
  DeliveryTarget,
  MessageEntry,
  Staging,
  Store,
} from '../store.ts'
import type { Committer } from './committer.ts'
import { openContent, release, retain } from './contents.ts'
import { dayPart, withArrivals } from './days.ts'
import type { HeldOctets } from './held-octets.ts'
import { boxKey, INBOX_ORDINAL, isAccountId, isMailboxId, mailboxId, uidOf, usageKey } from './keys.ts'
import { decodeEntry, decodeUsage, encodeEntry, encodeUsage } from './records.ts'
import { LmdbStaging } from './staging.ts'
import type { Sweeper } from './sweeper.ts'
import { findOrdinal, readMailbox, type Tables, writeMailbox } from './tables.ts'

type MessagePart = Pick<
  Store,
  | 'stage'
  | 'deliver'
  | 'listMessages'
  | 'content'
  | 'setFlags'
  | 'expunge'
  | 'copy'
  | 'mailboxesBefore'
  | 'accountsLastSeen'
  | 'expire'
  | 'note'
  | 'setNote'
>

/** What one step of removing did. */
export interface Expunged {
  /** UIDs, as they were given. */
  readonly gone: number[]
  /** Chunks are left for the sweeper. */
  readonly chunksLeft: boolean
}

/** Messages one step of a long command touches, so that other writes get their turn. */
const SLICE = 128

const LAST_UID = 0xffff_ffff

const slices = <T>(all: readonly T[]): T[][] => {
  const parts: T[][] = []
  for (let at = 0; at < all.length; at += SLICE) parts.push(all.slice(at, at + SLICE))
  return parts
}

/** The message methods of the store on disk. */
export const messagePart = (
  tables: Tables,
  committer: Committer,
  sweeper: Sweeper,
  firstContentId: number,
  held: HeldOctets,
): MessagePart => {
  let nextContentId = firstContentId
  const { boxes } = tables

  const entryOf = (mailbox: number, uid: number): MessageEntry | undefined => {
    const bytes = uid >= 1 && uid <= LAST_UID ? boxes.get(boxKey(mailbox, uid)) : undefined
    return bytes === undefined ? undefined : decodeEntry(uid, bytes)
  }

  const addUsage = (accountId: number, messages: number, bytes: number): void => {
    const usage = decodeUsage(boxes.get(usageKey(accountId))!)
    boxes.put(
      usageKey(accountId),
      encodeUsage({ messages: usage.messages + messages, bytes: usage.bytes + bytes }),
    )
  }

  /** Where `octets` more would go, or why they may not. */
  const placeFor = (
    { accountId, mailbox }: DeliveryTarget,
    octets: number,
    quotaBytes: number,
  ): { ordinal: number; usage: AccountUsage } | DeliveryRefusal => {
    const usageBytes = isAccountId(accountId) ? boxes.get(usageKey(accountId)) : undefined
    if (usageBytes === undefined) return 'no-account'
    const name = storedName(mailbox)
    const ordinal = name === INBOX ? INBOX_ORDINAL : findOrdinal(tables, accountId, name)
    if (ordinal === undefined) return 'no-mailbox'
    const usage = decodeUsage(usageBytes)
    return usage.bytes + octets > quotaBytes ? 'over-quota' : { ordinal, usage }
  }

  const deliverOne = (
    target: DeliveryTarget,
    content: { size: number; contentId: number },
    { internalDate, quotaBytes }: DeliveryOptions,
  ): DeliveryOutcome => {
    const { accountId } = target
    const place = placeFor(target, content.size, quotaBytes)
    if (typeof place === 'string') return { ok: false, accountId, reason: place }
    const { ordinal, usage } = place
    const mailbox = readMailbox(tables, mailboxId(accountId, ordinal))!
    const uid = mailbox.uidNext
    const modseq = mailbox.highestModseq + 1
    const { flags = 0, keywords = [] } = target
    boxes.put(boxKey(mailbox.id, uid), encodeEntry({ flags, keywords, internalDate, modseq, ...content }))
    writeMailbox(tables, {
      ...withArrivals(tables, mailbox, [{ internalDate, size: content.size }]),
      uidNext: uid + 1,
      messages: mailbox.messages + 1,
      bytes: mailbox.bytes + content.size,
      highestModseq: modseq,
    })
    boxes.put(
      usageKey(accountId),
      encodeUsage({ messages: usage.messages + 1, bytes: usage.bytes + content.size }),
    )
    return { ok: true, accountId, mailboxId: mailbox.id, uid, uidValidity: mailbox.uidValidity }
  }

  const setSomeFlags = (id: number, changes: Parameters<Store['setFlags']>[1]): MessageEntry[] => {
    const mailbox = readMailbox(tables, id)
    if (mailbox === undefined) return []
    const modseq = mailbox.highestModseq + 1
    let changed = false
    const entries: MessageEntry[] = []
    for (const { uid, flags, keywords } of changes) {
      const entry = entryOf(id, uid)
      if (entry === undefined) continue
      if (sameFlags(entry, { flags, keywords })) entries.push(entry)
      else {
        const now = { ...entry, flags, keywords: [...keywords], modseq }
        boxes.put(boxKey(id, uid), encodeEntry(now))
        entries.push(now)
        changed = true
      }
    }
    if (changed) writeMailbox(tables, { ...mailbox, highestModseq: modseq })
    return entries
  }

  const expungeSome = (id: number, uids: readonly number[]): Expunged => {
    const mailbox = readMailbox(tables, id)
    const gone: number[] = []
    let chunksLeft = false
    if (mailbox === undefined) return { gone, chunksLeft }
    let bytes = 0
    for (const uid of uids) {
      const entry = entryOf(id, uid)
      if (entry === undefined) continue
      boxes.remove(boxKey(id, uid))
      chunksLeft = release(tables, entry.contentId) || chunksLeft
      bytes += entry.size
      gone.push(uid)
    }
    if (gone.length > 0) {
      addUsage(mailbox.accountId, -gone.length, -bytes)
      writeMailbox(tables, {
        ...mailbox,
        messages: mailbox.messages - gone.length,
        bytes: mailbox.bytes - bytes,
        highestModseq: mailbox.highestModseq + 1,
      })
    }
    return { gone, chunksLeft }
  }

  return {
    ...dayPart(tables, committer, sweeper, expungeSome),

    stage: () => new LmdbStaging(nextContentId++, tables, committer, sweeper, held),

    deliver: (staging, targets, options) => {
      const own = ownStaging(staging)
      const content = { size: own.size, contentId: own.contentId }
      return own.deliver(() => {
        const refused = options.allOrNone
          ? refusedTogether(targets, content.size, (target, octets) => {
              const place = placeFor(target, octets, options.quotaBytes)
              return typeof place === 'string' ? place : undefined
            })
          : undefined
        if (refused !== undefined) return { references: 0, result: refused }
        const result = targets.map((target) => deliverOne(target, content, options))
        return { references: result.filter(({ ok }) => ok).length, result }
      }, targets.length)
    },

    listMessages: (id, from = 1, to = LAST_UID, limit) => {
      const first = Math.max(from, 1)
      const last = Math.min(to, LAST_UID)
      if (!isMailboxId(id) || first > last || readMailbox(tables, id) === undefined) return []
      const end = last === LAST_UID ? boxKey(id + 1, 0) : boxKey(id, last + 1)
      return boxes
        .range(boxKey(id, first), end, limit)
        .map(({ key, value }) => decodeEntry(uidOf(key), value))
    },

    content: (entry) => openContent(tables, entry.contentId),

    setFlags: async (id, changes) => {
      const write = (some: typeof changes) =>
        committer.write(() => setSomeFlags(id, some), { weight: some.length })
      return (await Promise.all(slices(changes).map(write))).flat()
    },

    expunge: async (id, uids) => {
      const write = (some: number[]) => committer.write(() => expungeSome(id, some), { weight: some.length })
      const parts = await Promise.allSettled(slices(ascending(uids)).map(write))
      const done = parts.flatMap((part) => (part.status === 'fulfilled' ? [part.value] : []))
      if (done.some(({ chunksLeft }) => chunksLeft)) sweeper.kick()
      const failed = parts.find((part) => part.status === 'rejected')
      // What is gone is gone and must be reported; only when nothing went is it a failure.
      if (failed !== undefined && done.length === 0) throw failed.reason
      return done.flatMap(({ gone }) => gone)
    },

    copy: (id, uids, toId, { move, quotaBytes }) =>
      committer.write(
        () => {
          const from = readMailbox(tables, id)
          const to = readMailbox(tables, toId)
          if (from === undefined || to === undefined) return []
          const entries = ascending(uids).flatMap((uid) => entryOf(id, uid) ?? [])
          if (entries.length === 0) return []
          const bytes = entries.reduce((sum, { size }) => sum + size, 0)
          const usage = decodeUsage(boxes.get(usageKey(to.accountId))!)
          const within = move && from.accountId === to.accountId
          if (!within && usage.bytes + bytes > quotaBytes) return 'over-quota'
          const modseq = to.highestModseq + 1
          const pairs = entries.map((entry, index): [number, number] => {
            const uid = to.uidNext + index
            boxes.put(boxKey(toId, uid), encodeEntry({ ...entry, modseq }))
            if (!move) retain(tables, entry.contentId, 1)
            else boxes.remove(boxKey(id, entry.uid))
            return [entry.uid, uid]
          })
          const count = entries.length
          const stays = move && id === toId
          writeMailbox(tables, {
            ...withArrivals(tables, to, entries),
            uidNext: to.uidNext + count,
            messages: to.messages + (stays ? 0 : count),
            bytes: to.bytes + (stays ? 0 : bytes),
            highestModseq: modseq,
          })
          if (move && !stays)
            writeMailbox(tables, {
              ...from,
              messages: from.messages - count,
              bytes: from.bytes - bytes,
              highestModseq: from.highestModseq + 1,
            })
          if (!within) addUsage(to.accountId, count, bytes)
          if (move && !within) addUsage(from.accountId, -count, -bytes)
          return pairs
        },
        { weight: uids.length },
      ),
  }
}

const ownStaging = (staging: Staging): LmdbStaging => {
  if (!(staging instanceof LmdbStaging)) throw new TypeError('this staging belongs to another store')
  return staging
}
