import { isKeyText } from '../key-text.ts'
import { refuseInbox, storedName } from '../mailbox-name.ts'
import type { Mailbox, Store } from '../store.ts'
import { nextUidValidity } from '../uidvalidity.ts'
import type { MemoryState } from './state.ts'

type MailboxPart = Pick<
  Store,
  'listMailboxes' | 'findMailbox' | 'mailbox' | 'createMailbox' | 'deleteMailbox' | 'renameMailbox'
>

/** Makes a mailbox; `undefined` when the name is taken or the account is gone. */
export const addMailbox = (
  state: MemoryState,
  accountId: number,
  name: string,
  nowMs: number,
): Mailbox | undefined => {
  const account = state.accounts.get(accountId)
  if (account === undefined || account.mailboxes.has(name)) return undefined
  state.lastUidValidity = nextUidValidity(state.lastUidValidity, nowMs)
  const record: Mailbox = {
    id: state.nextMailboxId++,
    accountId,
    name,
    uidValidity: state.lastUidValidity,
    uidNext: 1,
    messages: 0,
    bytes: 0,
    highestModseq: 1,
  }
  const mailbox = { record, entries: new Map(), metadata: new Map() }
  account.mailboxes.set(name, mailbox)
  state.mailboxes.set(record.id, mailbox)
  return record
}

const byName = (a: Mailbox, b: Mailbox): number => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name))

/** The mailbox methods of the twin. */
export const mailboxPart = (state: MemoryState, now: () => number): MailboxPart => ({
  listMailboxes: (accountId) =>
    [...(state.accounts.get(accountId)?.mailboxes.values() ?? [])].map((it) => it.record).sort(byName),
  findMailbox: (accountId, name) =>
    isKeyText(name) ? state.accounts.get(accountId)?.mailboxes.get(storedName(name))?.record : undefined,
  mailbox: (id) => state.mailboxes.get(id)?.record,

  createMailbox: (accountId, name) =>
    state.write(() => addMailbox(state, accountId, storedName(name), now())),

  deleteMailbox: (id) =>
    state.write(() => {
      const mailbox = state.mailboxes.get(id)
      const account = state.accounts.get(mailbox?.record.accountId ?? 0)
      if (mailbox === undefined || account === undefined) return
      refuseInbox(mailbox.record, 'deleted')
      for (const entry of mailbox.entries.values()) state.removeEntry(account, mailbox, entry)
      account.mailboxes.delete(mailbox.record.name)
      state.mailboxes.delete(id)
    }),

  renameMailbox: (id, name) =>
    state.write(() => {
      const to = storedName(name)
      const mailbox = state.mailboxes.get(id)
      const account = state.accounts.get(mailbox?.record.accountId ?? 0)
      if (mailbox === undefined || account === undefined) return false
      refuseInbox(mailbox.record, 'renamed')
      if (account.mailboxes.has(to)) return false
      account.mailboxes.delete(mailbox.record.name)
      mailbox.record = { ...mailbox.record, name: to }
      account.mailboxes.set(to, mailbox)
      return true
    }),
})
