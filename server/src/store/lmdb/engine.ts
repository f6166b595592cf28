import { type Database, open } from 'lmdb'

/**
 * The only file that knows the library. Keys and values are plain bytes; a key has 1 to {@link KEY_OCTETS}
 * octets. Reads outside `transact` see the last commit; inside they see what the transaction wrote.
 */
export interface Table {
  get(key: Buffer): Buffer | undefined
  /** Only inside `transact`. The bytes are taken over before it returns. */
  put(key: Buffer, value: Buffer): void
  /** Only inside `transact`. Absent keys are passed over. */
  remove(key: Buffer): void
  /** At most `limit` pairs with `start <= key < end`, read at once: no cursor outlives the call. */
  range(start: Buffer, end: Buffer, limit?: number): { key: Buffer; value: Buffer }[]
  /** As `range`, without the values. */
  keys(start: Buffer, end: Buffer, limit: number): Buffer[]
  /** The greatest key below `end`, if there is one. */
  lastKey(end: Buffer): Buffer | undefined
}

export interface Engine {
  table(name: string): Table
  /**
   * Runs `work` in one transaction: all of it or, when it throws or the commit fails, nothing. Resolves when
   * the commit is visible to readers; `flushed` follows when it is on disk. A failed commit rejects with an
   * error whose `code` is the number the system or LMDB gave.
   */
  transact<T>(work: () => T): Promise<{ result: T; flushed: Promise<void> }>
  close(): Promise<void>
}

/** The library's bound for 4 KiB pages. */
export const KEY_OCTETS = 1978

const binary = { encoding: 'binary', keyEncoding: 'binary' } as const

const tableOf = (db: Database<Buffer, Buffer>): Table => ({
  get: (key) => db.getBinary(key),
  put: (key, value) => void db.put(key, value),
  remove: (key) => void db.remove(key),
  range: (start, end, limit) => {
    const options = limit === undefined ? { start, end } : { start, end, limit }
    return Array.from(db.getRange(options), ({ key, value }) => ({
      key: asBuffer(key),
      value: asBuffer(value),
    }))
  },
  keys: (start, end, limit) => Array.from(db.getKeys({ start, end, limit }), asBuffer),
  lastKey: (end) => Array.from(db.getKeys({ start: end, reverse: true, limit: 1 }), asBuffer)[0],
})

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/**
 * Opens or creates the database in `folder`.
 *
 * @param mapBytes address space reserved for it. A database that outgrows it is mapped anew by the library, which
 * costs time and more address space, so it should be more than the disk holds.
 */
export const openEngine = (folder: string, mapBytes: number, tables: number): Engine => {
  const root = open<Buffer, Buffer>({
    ...binary,
    path: folder,
    noSubdir: false,
    mapSize: mapBytes,
    maxDbs: tables,
    // Commits become visible while the flush is still under way; every answer waits for the flush.
    overlappingSync: true,
    // We batch ourselves; besides, the library's batches end the process with an unhandled rejection when a
    // commit fails, as it does on a full disk.
    eventTurnBatching: false,
  })
  return {
    table: (name) => tableOf(root.openDB<Buffer, Buffer>({ ...binary, name })),
    transact: async (work) => {
      const committed = root.childTransaction(work)
      // Taken in the same turn: later it could stand for a later transaction. After a failed commit it never
      // settles, so nobody may wait for it before the commit is known to have worked.
      const flushed = new Promise<void>((resolve, reject) => root.flushed.then(() => resolve(), reject))
      flushed.catch(() => undefined)
      try {
        return { result: await committed, flushed }
      } catch (error) {
        throw await causeOf(error)
      }
    },
    close: () => root.close(),
  }
}

/** MDB_PAGE_NOTFOUND, MDB_CORRUPTED, MDB_INVALID: the file does not hold what it should. */
export const isCorrupted = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && [-30797, -30796, -30793].includes(error.code as number)

/** The library hides the reason of a failed commit behind a promise that rejects with it; unread, it is fatal. */
const causeOf = async (error: unknown): Promise<unknown> => {
  if (!(error instanceof Error) || !('commitError' in error)) return error
  try {
    await error.commitError
    return error
  } catch (cause) {
    return cause
  }
}
