import { dayOf } from '../../clock.ts'
import { LARGE_OCTETS } from '../entries.ts'
import type { Day, Store } from '../store.ts'
import type { MemoryState } from './state.ts'

type DayPart = Pick<Store, 'mailboxesBefore' | 'accountsLastSeen' | 'expire' | 'note' | 'setNote'>

/** The methods of the twin by which it stays free of what is old. It looks at everything each time. */
export const dayPart = (state: MemoryState): DayPart => {
  const oldest = (id: number, kind: 'any' | 'large'): Day => {
    const least = kind === 'large' ? (state.largeFrom.get(id) ?? 0) : 0
    let day = Number.POSITIVE_INFINITY
    for (const { internalDate, size } of state.mailboxes.get(id)?.entries.values() ?? [])
      if (kind === 'any' || size > LARGE_OCTETS) day = Math.min(day, Math.max(dayOf(internalDate), least))
    return day
  }
  return {
    mailboxesBefore: (kind, day, limit) =>
      [...state.mailboxes.keys()]
        .map((id) => ({ id, day: oldest(id, kind) }))
        .filter((found) => found.day < day)
        .sort((a, b) => a.day - b.day || a.id - b.id)
        .slice(0, limit)
        .map(({ id }) => id),

    accountsLastSeen: (from, before, limit) =>
      [...state.accounts.values()]
        .map(({ record }) => record)
        .filter(({ lastLoginDay }) => lastLoginDay >= from && lastLoginDay < before)
        .sort((a, b) => a.lastLoginDay - b.lastLoginDay || a.id - b.id)
        .slice(0, limit),

    expire: (id, expired, largeFrom) =>
      state.write(() => {
        const mailbox = state.mailboxes.get(id)
        const account = state.accounts.get(mailbox?.record.accountId ?? 0)
        if (mailbox === undefined || account === undefined) return []
        const old = [...mailbox.entries.values()].filter(expired)
        for (const entry of old) state.removeEntry(account, mailbox, entry)
        const { record } = mailbox
        if (old.length > 0) mailbox.record = { ...record, highestModseq: record.highestModseq + 1 }
        state.largeFrom.set(id, largeFrom)
        return old.map(({ uid }) => uid)
      }),

    note: (name) => state.notes.get(name),
    setNote: (name, value) => state.write(() => void state.notes.set(name, value)),
  }
}
