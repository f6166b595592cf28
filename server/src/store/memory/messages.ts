import { refusedTogether } from '../all-or-none.ts'
import { ascending, sameFlags } from '../entries.ts'
import { storedName } from '../mailbox-name.ts'
import type { DeliveryRefusal, DeliveryTarget, MessageEntry, Staging, Store } from '../store.ts'
import { openContent } from './content.ts'
import { MemoryStaging } from './staging.ts'
import type { MemoryAccount, MemoryMailbox, MemoryState } from './state.ts'

type MessagePart = Pick<
  Store,
  'stage' | 'deliver' | 'listMessages' | 'content' | 'setFlags' | 'expunge' | 'copy'
>

const ownStaging = (staging: Staging): MemoryStaging => {
  if (!(staging instanceof MemoryStaging)) throw new TypeError('this staging belongs to another store')
  return staging
}

/** Where `octets` more would go, or why they may not. */
const placeFor = (
  state: MemoryState,
  target: DeliveryTarget,
  octets: number,
  quotaBytes: number,
): { account: MemoryAccount; mailbox: MemoryMailbox } | DeliveryRefusal => {
  const account = state.accounts.get(target.accountId)
  if (account === undefined) return 'no-account'
  const mailbox = account.mailboxes.get(storedName(target.mailbox))
  if (mailbox === undefined) return 'no-mailbox'
  return account.bytes + octets > quotaBytes ? 'over-quota' : { account, mailbox }
}

/** The message methods of the twin. */
export const messagePart = (state: MemoryState, chunkBytes: number): MessagePart => ({
  stage: () => new MemoryStaging(),

  deliver: (staging, targets, { internalDate, quotaBytes, allOrNone = false }) =>
    state.write(() => {
      const own = ownStaging(staging)
      const { pieces, size, headerSize } = own.peek()
      const refused = allOrNone
        ? refusedTogether(targets, size, (target, octets) => {
            const place = placeFor(state, target, octets, quotaBytes)
            return typeof place === 'string' ? place : undefined
          })
        : undefined
      if (refused !== undefined) return refused
      const contentId = state.nextContentId++
      const content = { pieces, size, headerSize, references: 0 }
      state.contents.set(contentId, content)
      const outcomes = targets.map((target) => {
        const { accountId } = target
        const place = placeFor(state, target, size, quotaBytes)
        if (typeof place === 'string') return { ok: false, accountId, reason: place } as const
        const { account, mailbox } = place
        const { uid } = state.addEntry(account, mailbox, {
          flags: target.flags ?? 0,
          keywords: [...(target.keywords ?? [])],
          internalDate: internalDate - (internalDate % 1000),
          size,
          modseq: mailbox.record.highestModseq + 1,
          contentId,
        })
        const { id: mailboxId, uidValidity } = mailbox.record
        return { ok: true, accountId, mailboxId, uid, uidValidity } as const
      })
      if (content.references === 0) state.contents.delete(contentId)
      else own.discard()
      return outcomes
    }),

  listMessages: (mailboxId, from = 1, to = Number.POSITIVE_INFINITY, limit = Number.POSITIVE_INFINITY) => {
    const found: MessageEntry[] = []
    for (const entry of state.mailboxes.get(mailboxId)?.entries.values() ?? [])
      if (entry.uid >= from && entry.uid <= to && found.length < limit) found.push(entry)
    return found
  },

  content: (entry) => openContent(state, entry.contentId, chunkBytes),

  setFlags: (mailboxId, changes) =>
    state.write(() => {
      const mailbox = state.mailboxes.get(mailboxId)
      if (mailbox === undefined) return []
      const modseq = mailbox.record.highestModseq + 1
      const now: MessageEntry[] = []
      for (const { uid, flags, keywords } of changes) {
        const entry = mailbox.entries.get(uid)
        if (entry === undefined) continue
        const changed = sameFlags(entry, { flags, keywords })
          ? entry
          : { ...entry, flags, keywords: [...keywords], modseq }
        mailbox.entries.set(uid, changed)
        if (changed !== entry) mailbox.record = { ...mailbox.record, highestModseq: modseq }
        now.push(changed)
      }
      return now
    }),

  expunge: (mailboxId, uids) =>
    state.write(() => {
      const mailbox = state.mailboxes.get(mailboxId)
      const account = state.accounts.get(mailbox?.record.accountId ?? 0)
      if (mailbox === undefined || account === undefined) return []
      const gone = ascending(uids).filter((uid) => mailbox.entries.has(uid))
      for (const uid of gone) state.removeEntry(account, mailbox, mailbox.entries.get(uid)!)
      const { record } = mailbox
      if (gone.length > 0) mailbox.record = { ...record, highestModseq: record.highestModseq + 1 }
      return gone
    }),

  copy: (mailboxId, uids, toMailboxId, { move, quotaBytes }) =>
    state.write(() => {
      const from = state.mailboxes.get(mailboxId)
      const to = state.mailboxes.get(toMailboxId)
      const source = state.accounts.get(from?.record.accountId ?? 0)
      const target = state.accounts.get(to?.record.accountId ?? 0)
      if (from === undefined || to === undefined || source === undefined || target === undefined) return []
      const entries = ascending(uids).flatMap((uid) => from.entries.get(uid) ?? [])
      const bytes = entries.reduce((sum, entry) => sum + entry.size, 0)
      if (!(move && source === target) && target.bytes + bytes > quotaBytes) return 'over-quota'
      const modseq = to.record.highestModseq + 1
      const pairs = entries.map((entry): [number, number] => {
        const added = state.addEntry(target, to, { ...entry, modseq })
        if (move) state.removeEntry(source, from, entry)
        return [entry.uid, added.uid]
      })
      if (move && pairs.length > 0 && from !== to)
        from.record = { ...from.record, highestModseq: from.record.highestModseq + 1 }
      return pairs
    }),
})
