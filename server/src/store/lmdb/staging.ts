import { HeaderEnd } from '../header-end.ts'
import { type Staging, StoreBusyError } from '../store.ts'
import type { Committer } from './committer.ts'
import { CHUNK, HEADER_COPY, INLINE } from './contents.ts'
import type { HeldOctets } from './held-octets.ts'
import { contentKey, sweepKey } from './keys.ts'
import { pack } from './packing.ts'
import { encodeContent } from './records.ts'
import type { Sweeper } from './sweeper.ts'
import type { Tables } from './tables.ts'

const MARK = Buffer.from([1])

/** Records a chunk of this many octets counts for in a transaction. */
const CHUNK_WEIGHT = 16

/**
 * A message that is arriving. Up to one chunk it stays in memory; a longer one is written chunk by chunk under
 * its future content id, with a mark by which the next open finds it if it is never delivered.
 */
export class LmdbStaging implements Staging {
  readonly contentId: number
  readonly #tables: Tables
  readonly #committer: Committer
  readonly #sweeper: Sweeper
  readonly #headerEnd = new HeaderEnd()
  #pieces: Buffer[] = []
  #held = 0
  readonly #budget: HeldOctets
  /** Of the budget, what this message has. */
  #counted = 0
  #size = 0
  #chunks = 0
  /** The header block, taken from the first chunk. */
  #header: Buffer = Buffer.alloc(0)
  /** The chunk that is being written. */
  #writing: Promise<void> | undefined
  #failure: unknown
  #state: 'open' | 'delivering' | 'done' = 'open'
  #discardAfterDelivery = false

  constructor(contentId: number, tables: Tables, committer: Committer, sweeper: Sweeper, budget: HeldOctets) {
    this.#budget = budget
    this.contentId = contentId
    this.#tables = tables
    this.#committer = committer
    this.#sweeper = sweeper
  }

  get size(): number {
    return this.#size
  }

  write(chunk: Buffer): Promise<void> | undefined {
    if (this.#state !== 'open') throw new Error('this staging is already delivered or discarded')
    if (this.#failure === undefined && !this.#budget.take(chunk.length)) {
      this.#failure = new StoreBusyError('too many messages arrive at once')
      this.#letGo()
    }
    if (this.#failure !== undefined) {
      const failed = Promise.reject(this.#failure)
      failed.catch(() => undefined)
      return failed
    }
    this.#counted += chunk.length
    this.#headerEnd.push(chunk)
    this.#size += chunk.length
    this.#held += chunk.length
    this.#pieces.push(chunk)
    if (this.#held <= CHUNK) return undefined
    const spill = this.#spill()
    spill.catch(() => undefined)
    return spill
  }

  discard(): void {
    if (this.#state === 'delivering') this.#discardAfterDelivery = true
    if (this.#state !== 'open') return
    this.#state = 'done'
    this.#letGo()
    if (this.#chunks > 0) void this.#abandon()
  }

  /**
   * Delivers: waits for the chunks, then runs `transaction` with the means to write the content's record. The
   * bytes are consumed when it reports references; otherwise, and when it fails, the staging stays as it was.
   */
  async deliver<T>(transaction: () => { references: number; result: T }, weight: number): Promise<T> {
    if (this.#state !== 'open') throw new Error('this staging is already delivered or discarded')
    this.#state = 'delivering'
    try {
      await this.#writing
      if (this.#failure !== undefined) throw this.#failure
      // Before the transaction, which may run twice.
      const last = pack(Buffer.concat(this.#pieces))
      const { references, result } = await this.#committer.write(
        () => {
          const outcome = transaction()
          if (outcome.references > 0) this.#writeRecord(outcome.references, last)
          return outcome
        },
        { weight },
      )
      this.#state = references > 0 ? 'done' : 'open'
      if (references > 0) this.#letGo()
      return result
    } catch (error) {
      this.#state = 'open'
      throw error
    } finally {
      if (this.#discardAfterDelivery) this.discard()
    }
  }

  /** Frees what is in memory. */
  #letGo(): void {
    this.#release(this.#counted)
    this.#pieces = []
    this.#held = 0
  }

  #release(octets: number): void {
    const counted = Math.min(octets, this.#counted)
    this.#counted -= counted
    this.#budget.release(counted)
  }

  /** @param last what no chunk holds yet, packed */
  #writeRecord(references: number, last: Buffer): void {
    const { contents, sweep } = this.#tables
    const head = { references, headerSize: this.#headerEnd.size, size: this.#size }
    const record = contentKey(this.contentId, 0)
    if (this.#size <= INLINE) {
      contents.put(record, encodeContent({ ...head, chunkBytes: 0 }, [last]))
      return
    }
    const header = this.#chunks === 0 ? this.#headerOf(Buffer.concat(this.#pieces)) : this.#header
    contents.put(contentKey(this.contentId, this.#chunks + 1), last)
    contents.put(record, encodeContent({ ...head, chunkBytes: CHUNK }, [header]))
    if (this.#chunks > 0) sweep.remove(sweepKey('staged', this.contentId))
  }

  #headerOf(firstChunk: Buffer): Buffer {
    const { size } = this.#headerEnd
    return Buffer.from(firstChunk.subarray(0, size <= HEADER_COPY ? size : 0))
  }

  /** Writes out what is held, full chunk by full chunk, one at a time; the rest stays. */
  async #spill(): Promise<void> {
    if (this.#writing === undefined) {
      this.#writing = this.#writeChunks().finally(() => {
        this.#writing = undefined
      })
    }
    await this.#writing
    if (this.#failure !== undefined) throw this.#failure
  }

  async #writeChunks(): Promise<void> {
    while (this.#held > CHUNK && this.#failure === undefined && this.#state !== 'done') {
      const chunk = this.#take(CHUNK)
      const index = ++this.#chunks
      if (index === 1) this.#header = this.#headerOf(chunk)
      const packed = pack(chunk)
      const write = (): void => {
        const { contents, sweep } = this.#tables
        contents.put(contentKey(this.contentId, index), packed)
        if (index === 1) sweep.put(sweepKey('staged', this.contentId), MARK)
      }
      try {
        await this.#committer.write(write, { durable: false, weight: CHUNK_WEIGHT })
      } catch (error) {
        this.#failure ??= error
      }
      this.#release(CHUNK)
    }
  }

  /** Takes exactly `octets` from the front of what is held. */
  #take(octets: number): Buffer {
    const taken: Buffer[] = []
    let missing = octets
    while (missing > 0) {
      const piece = this.#pieces[0]!
      if (piece.length > missing) this.#pieces[0] = piece.subarray(missing)
      else this.#pieces.shift()
      taken.push(piece.subarray(0, missing))
      missing -= Math.min(missing, piece.length)
    }
    this.#held -= octets
    return taken.length === 1 ? taken[0]! : Buffer.concat(taken)
  }

  async #abandon(): Promise<void> {
    await this.#writing
    this.#sweeper.abandon(this.contentId)
  }
}
