import { checkKeyText } from '../key-text.ts'
import { INBOX } from '../mailbox-name.ts'
import type { Store } from '../store.ts'
import type { Committer } from './committer.ts'
import { redateLogin } from './days.ts'
import { accountKey, isAccountId, mailboxId, metadataRange, ORDINALS, usageKey } from './keys.ts'
import { addMailbox, dropMailbox, mailboxesOf } from './mailboxes.ts'
import { decodeUsage, encodeAccount, encodeUsage } from './records.ts'
import { wantRewrite } from './rewrite.ts'
import type { Sweeper } from './sweeper.ts'
import {
  accountFrom,
  findAccountId,
  readAccount,
  readCounters,
  type Tables,
  writeCounters,
} from './tables.ts'

type AccountPart = Pick<
  Store,
  'findAccount' | 'account' | 'countAccounts' | 'createAccount' | 'updateAccount' | 'deleteAccount' | 'usage'
>

/** The account methods of the store on disk. */
export const accountPart = (
  tables: Tables,
  committer: Committer,
  sweeper: Sweeper,
  now: () => number,
): AccountPart => {
  const read = (id: number | undefined) => {
    const record = id === undefined ? undefined : readAccount(tables, id)
    return record === undefined ? undefined : accountFrom(id!, record)
  }
  return {
    findAccount: (address) => read(findAccountId(tables, address)),
    account: (id) => read(id),
    countAccounts: () => readCounters(tables).accounts,

    createAccount: (address, passwordHash, today) =>
      committer.write(
        () => {
          checkKeyText(address, 'an address')
          const existing = read(findAccountId(tables, address))
          if (existing !== undefined) return { account: existing, created: false }
          const counters = readCounters(tables)
          const id = counters.nextAccountId
          if (!isAccountId(id)) throw new RangeError('all account numbers are used up')
          writeCounters(tables, { ...counters, accounts: counters.accounts + 1, nextAccountId: id + 1 })
          const record = { address, passwordHash, createdDay: today, lastLoginDay: today, nextOrdinal: 1 }
          tables.addresses.put(Buffer.from(address), accountKey(id))
          tables.boxes.put(usageKey(id), encodeUsage({ messages: 0, bytes: 0 }))
          addMailbox(tables, id, record, INBOX, now())
          redateLogin(tables, id, undefined, today)
          return { account: accountFrom(id, record), created: true }
        },
        { weight: 8 },
      ),

    updateAccount: (id, change) =>
      committer.write(() => {
        const record = readAccount(tables, id)
        if (record === undefined) return
        const changed = { ...record, ...change }
        tables.accounts.put(accountKey(id), encodeAccount(changed))
        redateLogin(tables, id, record.lastLoginDay, changed.lastLoginDay)
      }),

    deleteAccount: async (id, lastSeenBefore = Number.POSITIVE_INFINITY) => {
      const deleted = await committer.write(
        () => {
          const record = readAccount(tables, id)
          if (record === undefined || record.lastLoginDay >= lastSeenBefore) return false
          const counters = readCounters(tables)
          writeCounters(tables, { ...counters, accounts: counters.accounts - 1 })
          for (const mailbox of mailboxesOf(tables, id)) dropMailbox(tables, mailbox)
          for (const key of tables.metadata.keys(...metadataRange(mailboxId(id, 0)), ORDINALS))
            tables.metadata.remove(key)
          tables.addresses.remove(Buffer.from(record.address))
          tables.boxes.remove(usageKey(id))
          redateLogin(tables, id, record.lastLoginDay, undefined)
          tables.accounts.remove(accountKey(id))
          wantRewrite(tables)
          return true
        },
        { weight: 64 },
      )
      if (deleted) sweeper.kick()
      return deleted
    },

    usage: (accountId) => {
      const bytes = isAccountId(accountId) ? tables.boxes.get(usageKey(accountId)) : undefined
      return bytes === undefined ? { messages: 0, bytes: 0 } : decodeUsage(bytes)
    },
  }
}
