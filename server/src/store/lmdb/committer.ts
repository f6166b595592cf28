import { StoreFullError } from '../store.ts'
import type { Engine } from './engine.ts'

interface Operation {
  readonly run: () => unknown
  readonly durable: boolean
  readonly weight: number
  readonly resolve: (value: never) => void
  readonly reject: (reason: unknown) => void
}

/** Weight at which a transaction is closed: it runs on the main thread and must not hold up sockets. */
const FULL_BATCH = 256

export interface WriteOptions {
  /** False resolves when the write is visible, without waiting for the disk. */
  readonly durable?: boolean
  /** About how many records it touches. */
  readonly weight?: number
}

/** Flushes under way at once. Each holds a thread of libuv's pool of four, which hashes and files need too. */
const FLUSHES = 2

/** A flush that takes longer has failed: the library reports a failed commit, but not a failed flush. */
const FLUSH_MS = 60_000

/**
 * Group commit: while one transaction is committed, what arrives waits and goes into the next one together.
 * The next transaction starts as soon as the last is visible, so that flushes overlap, within bounds.
 *
 * An operation runs synchronously inside the transaction and may run twice: if it or the commit fails, the
 * transaction is dropped and each operation is tried alone, so that one cannot spoil the others.
 */
export class Committer {
  readonly #engine: Engine
  readonly #smallWrite: () => void
  #waiting: Operation[] = []
  #running: Promise<void> | undefined
  readonly #flushing = new Set<Promise<unknown>>()
  #closed = false

  /** @param smallWrite writes a record that means nothing; see {@link Committer.#freePages} */
  constructor(engine: Engine, smallWrite: () => void) {
    this.#engine = engine
    this.#smallWrite = smallWrite
  }

  /**
   * Runs `operation` in a transaction shared with others.
   *
   * @throws StoreFullError when disk or map are full
   */
  write<T>(operation: () => T, { durable = true, weight = 1 }: WriteOptions = {}): Promise<T> {
    if (this.#closed) return Promise.reject(new Error('the store is closed'))
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    this.#waiting.push({ run: operation, durable, weight, resolve, reject })
    this.#running ??= this.#drain()
    return promise
  }

  /** Refuses what comes from now on and waits for what is under way. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#running
    await Promise.allSettled(this.#flushing)
  }

  async #drain(): Promise<void> {
    // One turn later, so that everything a turn asks for shares its first commit too.
    await undefined
    while (this.#waiting.length > 0) {
      if (this.#flushing.size >= FLUSHES) await Promise.race(this.#flushing)
      const batch = this.#nextBatch()
      try {
        await this.#commit(batch)
      } catch (error) {
        const full = isFull(error)
        if (full) await this.#freePages()
        if (batch.length === 1 && !full) batch[0]!.reject(error)
        else for (const operation of batch) await this.#alone(operation)
      }
    }
    this.#running = undefined
  }

  #nextBatch(): Operation[] {
    let weight = 0
    let count = 0
    do weight += this.#waiting[count++]!.weight
    while (count < this.#waiting.length && weight + this.#waiting[count]!.weight <= FULL_BATCH)
    return this.#waiting.splice(0, count)
  }

  /**
   * LMDB hands out a freed page only after one more commit has followed. On a full disk only small commits still
   * work, so without this one a disk on which everything was deleted could stay full for ever.
   */
  async #freePages(): Promise<void> {
    try {
      const { flushed } = await this.#engine.transact(this.#smallWrite)
      await within(flushed, FLUSH_MS)
    } catch {
      // Then the disk is full to the last page, and the second attempt will say so.
    }
  }

  async #alone(operation: Operation): Promise<void> {
    try {
      await this.#commit([operation])
    } catch (error) {
      operation.reject(isFull(error) ? asFull(error) : error)
    }
  }

  /** One transaction. Rejects when nothing of it was kept. */
  async #commit(batch: readonly Operation[]): Promise<void> {
    const { result, flushed } = await this.#engine.transact(() => batch.map(({ run }) => run()))
    for (const [index, operation] of batch.entries())
      if (!operation.durable) operation.resolve(result[index] as never)
    const answered = within(flushed, FLUSH_MS)
      .then(
        () => batch.forEach(({ resolve }, index) => void resolve(result[index] as never)),
        (error) => batch.forEach(({ reject }) => void reject(error)),
      )
      .finally(() => this.#flushing.delete(answered))
    this.#flushing.add(answered)
  }
}

const within = async (flushed: Promise<void>, ms: number): Promise<void> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the disk did not confirm a write')), ms)
    timer.unref()
  })
  try {
    await Promise.race([flushed, late])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * ENOSPC, EDQUOT, EFBIG, LMDB's MAP_FULL and TXN_FULL; and EIO, which is what LMDB makes of a write that the
 * file system took only in part because it became full.
 */
const FULL: ReadonlySet<unknown> = new Set([28, 122, 27, -30792, -30788, 5])

const isFull = (error: unknown): boolean => error instanceof Error && 'code' in error && FULL.has(error.code)

const asFull = (cause: unknown): StoreFullError =>
  new StoreFullError('the disk takes no more mail: it is full, or it fails', { cause })
