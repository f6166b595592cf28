import { checkKeyText } from '../key-text.ts'
import { INBOX, storedName } from '../mailbox-name.ts'
import type { Account, Store } from '../store.ts'
import { addMailbox } from './mailboxes.ts'
import type { MemoryState } from './state.ts'

type AccountPart = Pick<
  Store,
  | 'findAccount'
  | 'account'
  | 'countAccounts'
  | 'createAccount'
  | 'updateAccount'
  | 'deleteAccount'
  | 'usage'
  | 'metadata'
  | 'setMetadata'
>

/** The account and metadata methods of the twin. */
export const accountPart = (state: MemoryState, now: () => number): AccountPart => ({
  findAccount: (address) => state.accounts.get(state.accountIds.get(address) ?? 0)?.record,
  account: (id) => state.accounts.get(id)?.record,
  countAccounts: () => state.accounts.size,

  createAccount: (address, passwordHash, today) =>
    state.write(() => {
      checkKeyText(address, 'an address')
      const existing = state.accounts.get(state.accountIds.get(address) ?? 0)
      if (existing !== undefined) return { account: existing.record, created: false }
      const account: Account = {
        id: state.nextAccountId++,
        address,
        passwordHash,
        createdDay: today,
        lastLoginDay: today,
      }
      state.accounts.set(account.id, {
        record: account,
        mailboxes: new Map(),
        metadata: new Map(),
        messages: 0,
        bytes: 0,
      })
      state.accountIds.set(address, account.id)
      addMailbox(state, account.id, INBOX, now())
      return { account, created: true }
    }),

  updateAccount: (id, change) =>
    state.write(() => {
      const account = state.accounts.get(id)
      if (account !== undefined) account.record = { ...account.record, ...change }
    }),

  deleteAccount: (id, lastSeenBefore = Number.POSITIVE_INFINITY) =>
    state.write(() => {
      const account = state.accounts.get(id)
      if (account === undefined || account.record.lastLoginDay >= lastSeenBefore) return false
      for (const mailbox of account.mailboxes.values()) {
        for (const entry of mailbox.entries.values()) state.removeEntry(account, mailbox, entry)
        state.mailboxes.delete(mailbox.record.id)
      }
      state.accountIds.delete(account.record.address)
      state.accounts.delete(id)
      return true
    }),

  usage: (accountId) => {
    const account = state.accounts.get(accountId)
    return { messages: account?.messages ?? 0, bytes: account?.bytes ?? 0 }
  },

  metadata: (accountId, mailbox, entry) => annotations(state, accountId, mailbox)?.get(entry),

  setMetadata: (accountId, mailbox, entry, value) =>
    state.write(() => {
      checkKeyText(entry, 'the name of a metadata entry')
      const values = annotations(state, accountId, mailbox)
      if (value === undefined) values?.delete(entry)
      else values?.set(entry, value)
    }),
})

const annotations = (state: MemoryState, accountId: number, mailbox: string) => {
  const account = state.accounts.get(accountId)
  return mailbox === '' ? account?.metadata : account?.mailboxes.get(storedName(mailbox))?.metadata
}
