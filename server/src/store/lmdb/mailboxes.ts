import { isKeyText } from '../key-text.ts'
import { refuseInbox, storedName } from '../mailbox-name.ts'
import type { Mailbox, Store } from '../store.ts'
import { nextUidValidity } from '../uidvalidity.ts'
import type { Committer } from './committer.ts'
import { redate } from './days.ts'
import {
  accountKey,
  boxKey,
  isAccountId,
  mailboxId,
  metadataRange,
  nameKey,
  ORDINALS,
  ordinalOf,
  sweepKey,
  usageKey,
} from './keys.ts'
import { type AccountRecord, decodeUsage, encodeAccount, encodeUsage } from './records.ts'
import type { Sweeper } from './sweeper.ts'
import {
  type DatedMailbox,
  findOrdinal,
  readAccount,
  readCounters,
  readMailbox,
  type Tables,
  writeCounters,
  writeMailbox,
} from './tables.ts'

type MailboxPart = Pick<
  Store,
  'listMailboxes' | 'findMailbox' | 'mailbox' | 'createMailbox' | 'deleteMailbox' | 'renameMailbox'
>

/** The mailboxes of an account by name, in the order of their octets. */
export const mailboxesOf = (tables: Tables, accountId: number): DatedMailbox[] => {
  if (!isAccountId(accountId)) return []
  const found = tables.names.range(accountKey(accountId), accountKey(accountId + 1))
  return found.flatMap(({ value }) => readMailbox(tables, mailboxId(accountId, value.readUInt32BE())) ?? [])
}

/** Makes a mailbox inside a transaction and writes the account with its next ordinal. */
export const addMailbox = (
  tables: Tables,
  accountId: number,
  account: AccountRecord,
  name: string,
  nowMs: number,
): DatedMailbox => {
  const ordinal = account.nextOrdinal
  if (ordinal >= ORDINALS) throw new RangeError('this account has used up its mailbox numbers')
  const counters = readCounters(tables)
  const uidValidity = nextUidValidity(counters.lastUidValidity, nowMs)
  writeCounters(tables, { ...counters, lastUidValidity: uidValidity })
  const mailbox: DatedMailbox = {
    id: mailboxId(accountId, ordinal),
    accountId,
    name,
    uidValidity,
    uidNext: 1,
    messages: 0,
    bytes: 0,
    highestModseq: 1,
    oldestDay: 0,
    oldestLargeDay: 0,
  }
  tables.accounts.put(accountKey(accountId), encodeAccount({ ...account, nextOrdinal: ordinal + 1 }))
  writeName(tables, mailbox)
  writeMailbox(tables, mailbox)
  return mailbox
}

const writeName = ({ names }: Tables, { id, accountId, name }: DatedMailbox): void =>
  names.put(nameKey(accountId, name), accountKey(ordinalOf(id)))

/** Takes a mailbox out of sight inside a transaction; its messages are left to the sweeper. */
export const dropMailbox = (tables: Tables, mailbox: DatedMailbox): void => {
  const { boxes, names, metadata, sweep } = tables
  const { id, accountId } = mailbox
  redate(tables, mailbox, { oldestDay: 0, oldestLargeDay: 0 })
  const usage = boxes.get(usageKey(accountId))
  if (usage !== undefined) {
    const { messages, bytes } = decodeUsage(usage)
    const left = { messages: messages - mailbox.messages, bytes: bytes - mailbox.bytes }
    boxes.put(usageKey(accountId), encodeUsage(left))
  }
  boxes.remove(boxKey(id, 0))
  names.remove(nameKey(accountId, mailbox.name))
  for (const key of metadata.keys(...metadataRange(id), ORDINALS)) metadata.remove(key)
  if (mailbox.messages > 0) sweep.put(sweepKey('mailbox', id), Buffer.from([1]))
}

/** A mailbox as everybody sees it. */
const shown = <M extends DatedMailbox | undefined>(mailbox: M): Mailbox | Extract<M, undefined> => {
  if (mailbox === undefined) return mailbox as Extract<M, undefined>
  const { oldestDay, oldestLargeDay, ...rest } = mailbox
  return rest
}

/** The mailbox methods of the store on disk. */
export const mailboxPart = (
  tables: Tables,
  committer: Committer,
  sweeper: Sweeper,
  now: () => number,
): MailboxPart => ({
  listMailboxes: (accountId) => mailboxesOf(tables, accountId).map(shown),
  findMailbox: (accountId, name) => {
    if (!isAccountId(accountId) || !isKeyText(name)) return undefined
    const ordinal = findOrdinal(tables, accountId, storedName(name))
    return ordinal === undefined ? undefined : shown(readMailbox(tables, mailboxId(accountId, ordinal)))
  },
  mailbox: (id) => shown(readMailbox(tables, id)),

  createMailbox: (accountId, name) =>
    committer.write(() => {
      const stored = storedName(name)
      const account = readAccount(tables, accountId)
      if (account === undefined || findOrdinal(tables, accountId, stored) !== undefined) return undefined
      return shown(addMailbox(tables, accountId, account, stored, now()))
    }),

  deleteMailbox: async (id) => {
    await committer.write(() => {
      const mailbox = readMailbox(tables, id)
      if (mailbox === undefined) return
      refuseInbox(mailbox, 'deleted')
      dropMailbox(tables, mailbox)
    })
    sweeper.kick()
  },

  renameMailbox: (id, name) =>
    committer.write(() => {
      const mailbox = readMailbox(tables, id)
      const stored = storedName(name)
      if (mailbox === undefined) return false
      refuseInbox(mailbox, 'renamed')
      if (findOrdinal(tables, mailbox.accountId, stored) !== undefined) return false
      const renamed = { ...mailbox, name: stored }
      tables.names.remove(nameKey(mailbox.accountId, mailbox.name))
      writeName(tables, renamed)
      writeMailbox(tables, renamed)
      return true
    }),
})
