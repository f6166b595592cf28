import type { Mailbox, MessageEntry } from '../store/store.ts'
import { imapLimits } from './limits.ts'
import type { Ranges } from './wire/number-set.ts'

/** What changed since the client was last told, in the order it must be told. */
export interface Changes {
  /** Sequence numbers, highest first, so that none shifts another. */
  readonly expunged: readonly number[]
  /** The new count, when messages came. */
  readonly exists: number | undefined
  /** Known messages whose flags changed. */
  readonly changed: readonly MessageEntry[]
}

const NOTHING: Changes = { expunged: [], exists: undefined, changed: [] }
const EMPTY = new Uint32Array(0)
const LAST_UID = 0xffff_ffff

type List = (from: number, to: number) => MessageEntry[]

/**
 * One session's idea of its mailbox: which UID has which sequence number (RFC 9051 section 2.3.1.2). Messages that
 * others expunge stay in the view until the client may be told (section 7.5.1). Holds four bytes per message.
 */
export class View {
  #uids: Uint32Array
  #count: number
  #uidNext: number
  #modseq: number

  constructor(mailbox: Mailbox, entries: readonly MessageEntry[]) {
    this.#uids = entries.length === 0 ? EMPTY : Uint32Array.from(entries, (entry) => entry.uid)
    this.#count = entries.length
    this.#uidNext = Math.max(mailbox.uidNext, (entries.at(-1)?.uid ?? 0) + 1)
    this.#modseq = mailbox.highestModseq
  }

  get count(): number {
    return this.#count
  }

  /** Everything that happened up to this mod-sequence was told. */
  get modseq(): number {
    return this.#modseq
  }

  /** Has the mailbox messages the client does not know of? */
  expects(mailbox: Mailbox): boolean {
    return mailbox.uidNext !== this.#uidNext
  }

  /** 0 when the client does not know this UID. */
  sequenceOf(uid: number): number {
    const at = this.#lowerBound(uid)
    return at < this.#count && this.#uids[at] === uid ? at + 1 : 0
  }

  uidAt(sequence: number): number | undefined {
    return sequence >= 1 && sequence <= this.#count ? this.#uids[sequence - 1] : undefined
  }

  get lastUid(): number {
    return this.uidAt(this.#count) ?? 0
  }

  /**
   * The sequence numbers behind a set, as ranges. Sequence numbers that do not exist are the caller's error; UIDs
   * that do not exist are nobody's (RFC 9051 section 6.4.9).
   */
  sequences(set: Ranges, uid: boolean): Ranges {
    if (!uid) return set
    const found: [number, number][] = []
    for (const [from, to] of set) {
      const first = this.#lowerBound(from)
      const last = this.#lowerBound(to + 1) - 1
      if (first <= last) found.push([first + 1, last + 1])
    }
    return found
  }

  /** UID windows covering sequence ranges, each at most `imapLimits.window` messages: `[fromUid, toUid]`. */
  *windows(sequences: Ranges): Generator<[number, number], void, void> {
    // UIDs are collected first: the view may change while the caller waits for its reader.
    const bounds: [number, number][] = []
    for (const [from, to] of sequences) {
      for (let at = from; at <= to; at += imapLimits.window) {
        bounds.push([this.#uids[at - 1]!, this.#uids[Math.min(at + imapLimits.window - 1, to) - 1]!])
      }
    }
    yield* bounds
  }

  /** Takes messages out that the client is being told about. Returns their sequence numbers, highest first. */
  remove(uids: readonly number[]): number[] {
    const sequences: number[] = []
    for (let i = uids.length - 1; i >= 0; i--) {
      const sequence = this.sequenceOf(uids[i]!)
      if (sequence !== 0) sequences.push(sequence)
    }
    if (sequences.length === 0) return sequences
    const gone = new Set(uids)
    const kept = this.#uids.subarray(0, this.#count).filter((uid) => !gone.has(uid))
    this.#uids = kept
    this.#count = kept.length
    return sequences
  }

  /**
   * Compares with the store. `own` are changes this session made and already told (UID to mod-sequence). With
   * `expunge` false, vanished messages are kept for later.
   */
  refresh(mailbox: Mailbox, list: List, expunge: boolean, own?: ReadonlyMap<number, number>): Changes {
    if (
      mailbox.highestModseq === this.#modseq &&
      mailbox.uidNext === this.#uidNext &&
      mailbox.messages === this.#count
    ) {
      return NOTHING
    }
    const fresh = mailbox.uidNext === this.#uidNext ? [] : list(this.#uidNext, LAST_UID)
    const onlyArrivals =
      mailbox.messages === this.#count + fresh.length &&
      accountsFor(fresh, this.#modseq, mailbox.highestModseq)
    const known = onlyArrivals ? [] : list(1, this.#uidNext - 1)
    const changed = known.filter(
      (entry) =>
        entry.modseq > this.#modseq &&
        own?.get(entry.uid) !== entry.modseq &&
        this.sequenceOf(entry.uid) !== 0,
    )
    const expunged = onlyArrivals || !expunge ? [] : this.remove(this.#vanished(known))
    this.#append(fresh)
    this.#uidNext = Math.max(this.#uidNext, mailbox.uidNext, (fresh.at(-1)?.uid ?? 0) + 1)
    this.#modseq = mailbox.highestModseq
    return { expunged, exists: fresh.length === 0 ? undefined : this.#count, changed }
  }

  #vanished(known: readonly MessageEntry[]): number[] {
    const there = new Set(known.map((entry) => entry.uid))
    return Array.from(this.#uids.subarray(0, this.#count)).filter((uid) => !there.has(uid))
  }

  #append(entries: readonly MessageEntry[]): void {
    if (entries.length === 0) return
    if (this.#count + entries.length > this.#uids.length) {
      const grown = new Uint32Array(this.#count + entries.length + (this.#count >> 3))
      grown.set(this.#uids.subarray(0, this.#count))
      this.#uids = grown
    }
    for (const entry of entries) this.#uids[this.#count++] = entry.uid
  }

  /** Index of the first UID not below `uid`. */
  #lowerBound(uid: number): number {
    let low = 0
    let high = this.#count
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#uids[middle]! < uid) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Does every mod-sequence since `from` belong to a new message? Then nothing else can have changed. */
const accountsFor = (fresh: readonly MessageEntry[], from: number, to: number): boolean => {
  const steps = new Set<number>()
  for (const entry of fresh) if (entry.modseq > from) steps.add(entry.modseq)
  return steps.size === to - from
}
