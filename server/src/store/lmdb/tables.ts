import { isKeyText } from '../key-text.ts'
import { type Account, DatabaseError, type Mailbox } from '../store.ts'
import { type Engine, KEY_OCTETS, type Table } from './engine.ts'
import { accountKey, accountOf, boxKey, isAccountId, isMailboxId, nameKey, sweepKey } from './keys.ts'
import {
  type AccountRecord,
  type Counters,
  decodeAccount,
  decodeCounters,
  decodeMailbox,
  encodeCounters,
  encodeMailbox,
  type MailboxDays,
} from './records.ts'

/**
 * The tables of the store (docs/protocol.md, store on disk). What belongs to one mailbox lies together in
 * `boxes`, because a delivery touches all of it and every page touched is a page written.
 */
export interface Tables {
  /** account id -> account */
  readonly accounts: Table
  /** address -> account id */
  readonly addresses: Table
  /** account, ordinal, UID -> usage (0, 0), mailbox (n, 0), message entry (n, uid) */
  readonly boxes: Table
  /** account, name -> mailbox ordinal */
  readonly names: Table
  /** content, piece -> record (0) or chunk */
  readonly contents: Table
  /** account, ordinal or 0, entry -> value */
  readonly metadata: Table
  /** format version and counters */
  readonly meta: Table
  /** marks of what the sweeper has to remove */
  readonly sweep: Table
  /** kind, day, mailbox or account -> nothing: what is looked at when that day has become old */
  readonly days: Table
}

/** A mailbox with what only the tables know of it. */
export type DatedMailbox = Mailbox & MailboxDays

const NAMES = [
  'accounts',
  'addresses',
  'boxes',
  'names',
  'contents',
  'metadata',
  'meta',
  'sweep',
  'days',
] as const
export const TABLES = NAMES.length

export const openTables = (engine: Engine): Tables =>
  Object.fromEntries(NAMES.map((name) => [name, engine.table(name)])) as unknown as Tables

/** Goes through all pages but those of long values. @throws what the library says of one that is not right */
export const readEveryKey = (tables: Tables): void => {
  const end = Buffer.alloc(KEY_OCTETS, 0xff)
  for (const table of Object.values(tables) as Table[]) {
    let start = Buffer.from([0])
    for (;;) {
      const last = table.keys(start, end, 1000).at(-1)
      if (last === undefined) break
      start = Buffer.concat([last, Buffer.from([0])])
    }
  }
}

/** 2 came with `days`. */
const FORMAT = 2
const FORMAT_KEY = Buffer.from('format')
const NOTHING_KEY = Buffer.from('nothing')
const COUNTERS_KEY = Buffer.from('counters')

/**
 * Writes the format version into a new database, and takes over one of format 1: what that lacks is added in small
 * steps by the sweeper. Runs in a transaction. @throws DatabaseError for an unknown version
 */
export const checkFormat = ({ meta, sweep }: Pick<Tables, 'meta' | 'sweep'>): void => {
  const found = meta.get(FORMAT_KEY)
  if (found === undefined) {
    meta.put(FORMAT_KEY, Buffer.from([FORMAT]))
    writeCounters({ meta }, { accounts: 0, nextAccountId: 1, lastUidValidity: 0 })
  } else if (found[0] === 1) {
    meta.put(FORMAT_KEY, Buffer.from([FORMAT]))
    sweep.put(sweepKey('undated', 1), Buffer.from([1]))
  } else if (found[0] !== FORMAT)
    throw new DatabaseError(
      `the mail database has format ${found[0]}, this version knows ${FORMAT}: start the version that wrote it`,
    )
}

export const readCounters = ({ meta }: Pick<Tables, 'meta'>): Counters =>
  decodeCounters(
    meta.get(COUNTERS_KEY) ?? encodeCounters({ accounts: 0, nextAccountId: 1, lastUidValidity: 0 }),
  )

export const writeCounters = ({ meta }: Pick<Tables, 'meta'>, counters: Counters): void =>
  meta.put(COUNTERS_KEY, encodeCounters(counters))

/** The smallest write there is, for the sake of the commit. */
export const writeNothing = ({ meta }: Tables): void => meta.put(NOTHING_KEY, Buffer.from([0]))

export const readAccount = ({ accounts }: Tables, id: number): AccountRecord | undefined => {
  const bytes = isAccountId(id) ? accounts.get(accountKey(id)) : undefined
  return bytes === undefined ? undefined : decodeAccount(bytes)
}

export const accountFrom = (id: number, record: AccountRecord): Account => {
  const { address, passwordHash, createdDay, lastLoginDay } = record
  return { id, address, passwordHash, createdDay, lastLoginDay }
}

export const findAccountId = ({ addresses }: Tables, address: string): number | undefined =>
  isKeyText(address) ? addresses.get(Buffer.from(address))?.readUInt32BE() : undefined

export const readMailbox = ({ boxes }: Pick<Tables, 'boxes'>, id: number): DatedMailbox | undefined => {
  const bytes = isMailboxId(id) ? boxes.get(boxKey(id, 0)) : undefined
  return bytes === undefined ? undefined : { id, accountId: accountOf(id), ...decodeMailbox(bytes) }
}

export const writeMailbox = ({ boxes }: Pick<Tables, 'boxes'>, mailbox: DatedMailbox): void =>
  boxes.put(boxKey(mailbox.id, 0), encodeMailbox(mailbox))

/** @param name as {@link storedName} gives it */
export const findOrdinal = ({ names }: Tables, accountId: number, name: string): number | undefined =>
  names.get(nameKey(accountId, name))?.readUInt32BE()
