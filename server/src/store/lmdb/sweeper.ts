import type { Committer } from './committer.ts'
import { release } from './contents.ts'
import { redate, redateLogin } from './days.ts'
import {
  accountKey,
  boxKey,
  contentKey,
  type SweepKind,
  sweepId,
  sweepKey,
  sweepRange,
  uidOf,
} from './keys.ts'
import { mailboxesOf } from './mailboxes.ts'
import { decodeAccount, decodeEntry } from './records.ts'
import { type Tables, writeMailbox } from './tables.ts'

/** Records one step removes, so that sockets are served in between. */
const STEP = 64

/** Accounts one step enters into `days`; each has a handful of records. */
const DATED = 16

const KINDS = ['undated', 'mailbox', 'staged', 'content'] as const

/** Pause before a failed sweep is tried again. */
const RETRY_MS = 30_000

/**
 * Removes in small steps what is already out of sight: chunks without a record, messages of a mailbox that is
 * gone, orphans of the last run. In the same way it adds what a database of an earlier format lacks. Marks in the
 * `sweep` table make it go on after a crash.
 */
export class Sweeper {
  readonly #tables: Tables
  readonly #committer: Committer
  readonly #failed: (error: unknown) => void
  /** Staged contents below this id are orphans of an earlier run. */
  readonly #firstContentId: number
  /** Staged contents of this run that were given up. Bounded by the messages that can arrive at once. */
  readonly #abandoned = new Set<number>()
  #running: Promise<void> | undefined
  #retry: NodeJS.Timeout | undefined
  #again = false
  #stopped = false

  constructor(
    tables: Tables,
    committer: Committer,
    firstContentId: number,
    failed: (error: unknown) => void,
  ) {
    this.#tables = tables
    this.#committer = committer
    this.#firstContentId = firstContentId
    this.#failed = failed
  }

  /** Starts sweeping unless it is under way. A failure (a full disk) is reported, and tried again later. */
  kick(): void {
    if (this.#stopped) return
    this.#again = true
    this.#running ??= this.#sweep()
      .catch((error) => {
        this.#failed(error)
        this.#retry ??= setTimeout(() => this.#kickAgain(), RETRY_MS).unref()
      })
      .finally(() => {
        this.#running = undefined
      })
  }

  #kickAgain(): void {
    this.#retry = undefined
    this.kick()
  }

  /** Removes the chunks of a message that will not be delivered. */
  abandon(contentId: number): void {
    this.#abandoned.add(contentId)
    this.kick()
  }

  /** Resolves when nothing is left to sweep, or sweeping has failed. */
  async settled(): Promise<void> {
    await this.#running
  }

  /** Ends after the step under way. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#retry)
    await this.#running
  }

  async #sweep(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false
      for (const kind of KINDS) {
        let mark = this.#next(kind)
        while (mark !== undefined && !this.#stopped) {
          const id = mark
          const step = () => this.#step(kind, id)
          const done = await this.#committer.write(step, { weight: STEP, durable: false })
          if (done && kind === 'staged') this.#abandoned.delete(id)
          mark = this.#next(kind)
        }
      }
    }
  }

  #next(kind: SweepKind): number | undefined {
    const [key] = this.#tables.sweep.keys(...sweepRange(kind), 1)
    const first = key === undefined ? undefined : sweepId(key)
    if (kind !== 'staged' || (first !== undefined && first < this.#firstContentId)) return first
    for (const abandoned of this.#abandoned) return abandoned
    return undefined
  }

  /** @returns true when it was the last for this id */
  #step(kind: SweepKind, id: number): boolean {
    if (kind === 'mailbox') return this.#emptyMailbox(id)
    return kind === 'undated' ? this.#dateAccounts(id) : this.#removeChunks(kind, id)
  }

  /**
   * One step: enters accounts into `days`, from this one on. What their mailboxes hold is not looked at: they stand under
   * the first day, so that the first expiry looks.
   */
  #dateAccounts(from: number): boolean {
    const { accounts, sweep } = this.#tables
    const found = accounts.range(accountKey(from), Buffer.alloc(4, 0xff), DATED)
    for (const { key, value } of found) {
      const id = key.readUInt32BE()
      redateLogin(this.#tables, id, undefined, decodeAccount(value).lastLoginDay)
      for (const mailbox of mailboxesOf(this.#tables, id))
        if (mailbox.messages > 0)
          writeMailbox(this.#tables, redate(this.#tables, mailbox, { oldestDay: 1, oldestLargeDay: 1 }))
    }
    sweep.remove(sweepKey('undated', from))
    const last = found.at(-1)
    if (last !== undefined) sweep.put(sweepKey('undated', last.key.readUInt32BE() + 1), Buffer.from([1]))
    return true
  }

  /** One step. @returns true when it was the last for this content */
  #removeChunks(kind: 'staged' | 'content', contentId: number): boolean {
    const { contents, sweep } = this.#tables
    const keys = contents.keys(contentKey(contentId, 1), contentKey(contentId + 1, 0), STEP)
    for (const key of keys) contents.remove(key)
    if (keys.length < STEP) sweep.remove(sweepKey(kind, contentId))
    return keys.length < STEP
  }

  /** One step. @returns true when it was the last for this mailbox */
  #emptyMailbox(mailboxId: number): boolean {
    const { boxes, sweep } = this.#tables
    const found = boxes.range(boxKey(mailboxId, 1), boxKey(mailboxId + 1, 0), STEP)
    for (const { key, value } of found) {
      release(this.#tables, decodeEntry(uidOf(key), value).contentId)
      boxes.remove(key)
    }
    if (found.length < STEP) sweep.remove(sweepKey('mailbox', mailboxId))
    return found.length < STEP
  }
}
