import type { Content, MessageEntry, Store } from '../../store/store.ts'
import type { Pace } from '../pace.ts'
import type { SearchKey } from '../parse/search.ts'
import { inRanges, type NumberSet, type Ranges } from '../wire/number-set.ts'
import { decodeWords } from './encoded-word.ts'
import { type Field, fields, headerValues, unfolded } from './header.ts'

const DAY = 86_400_000
/** No date is longer; the rest of a hostile one is not looked at. */
const DATE_LENGTH = 64

/** Where a search looks: one message and what is needed to name it. */
export interface Candidate {
  readonly entry: MessageEntry
  readonly sequence: number
}

/** Decides keys for messages. Sets are resolved once, contents are read only when a key asks for them. */
export class Matcher {
  readonly #store: Store
  readonly #resolve: (set: NumberSet, uid: boolean) => Ranges
  readonly #sets = new Map<NumberSet, Ranges>()
  readonly #pace: Pace

  constructor(store: Store, pace: Pace, resolve: (set: NumberSet, uid: boolean) => Ranges) {
    this.#store = store
    this.#pace = pace
    this.#resolve = resolve
  }

  async matches(key: SearchKey, candidate: Candidate): Promise<boolean> {
    const { entry } = candidate
    await this.#pace.rest()
    switch (key.key) {
      case 'all':
        return true
      case 'and':
        for (const inner of key.keys) if (!(await this.matches(inner, candidate))) return false
        return true
      case 'or':
        return (await this.matches(key.left, candidate)) || (await this.matches(key.right, candidate))
      case 'not':
        return !(await this.matches(key.inner, candidate))
      case 'set':
        return inRanges(this.#ranges(key.set, false), candidate.sequence)
      case 'uid':
        return inRanges(this.#ranges(key.set, true), entry.uid)
      case 'flag':
        return ((entry.flags & key.flag) !== 0) === key.on
      case 'keyword':
        return entry.keywords.some((keyword) => keyword.toLowerCase() === key.keyword)
      case 'larger':
        return entry.size > key.value
      case 'smaller':
        return entry.size < key.value
      case 'modseq':
        return entry.modseq >= key.value
      case 'date':
        return within(key.sent ? this.#sent(entry) : entry.internalDate, key.from, key.to)
      case 'header':
        return this.#header(entry, key.name, key.text)
      case 'body':
        return this.#contains(entry, key.text, true)
      case 'text':
        return this.#text(entry, key.text)
    }
  }

  #ranges(set: NumberSet, uid: boolean): Ranges {
    const known = this.#sets.get(set)
    if (known !== undefined) return known
    const ranges = this.#resolve(set, uid)
    this.#sets.set(set, ranges)
    return ranges
  }

  #block(entry: MessageEntry): string {
    return this.#store.content(entry)?.header().toString('latin1') ?? ''
  }

  #header(entry: MessageEntry, name: string, text: string): boolean {
    for (const field of fields(this.#block(entry))) {
      if (field.name === name && shown(field).includes(text)) return true
    }
    return false
  }

  /** Header fields the way they are read, or any octets. */
  async #text(entry: MessageEntry, text: string): Promise<boolean> {
    for (const field of fields(this.#block(entry))) if (shown(field).includes(text)) return true
    return this.#contains(entry, text, false)
  }

  /** The Date field as written, its zone disregarded (RFC 9051 section 6.4.4). */
  #sent(entry: MessageEntry): number | undefined {
    const value = headerValues(this.#block(entry)).get('date')?.slice(0, DATE_LENGTH)
    const local = value?.replace(/\s*(?:[+-][0-9]{4}|[A-Z]{1,4})?\s*(?:\([^)]*\))?\s*$/, '')
    const ms = local === undefined ? Number.NaN : Date.parse(`${local} UTC`)
    return Number.isNaN(ms) ? undefined : ms
  }

  async #contains(entry: MessageEntry, text: string, bodyOnly: boolean): Promise<boolean> {
    const content = this.#store.content(entry)
    if (content === undefined) return false
    if (text === '') return true
    return contains(content, Buffer.from(text), bodyOnly ? content.header().length : 0, this.#pace)
  }
}

const within = (ms: number | undefined, from: number, to: number): boolean => {
  if (ms === undefined) return false
  const day = ms - (ms % DAY)
  return day >= from && day < to
}

/** RFC 3501 section 6.4.4: what RFC 2047 encodes is decoded before it is compared. */
const shown = (field: Field): string => decodeWords(unfolded(field)).toLowerCase()

const folded = (octets: Buffer): string => octets.toString('utf8').toLowerCase()

/** Reads piece by piece, keeping as much of the last as the text could begin in. @throws ContentGoneError */
const contains = async (content: Content, needle: Buffer, from: number, pace: Pace): Promise<boolean> => {
  const wanted = needle.toString('utf8')
  let tail: Buffer = Buffer.alloc(0)
  for (const chunk of content.read(from, content.size)) {
    const piece = Buffer.concat([tail, chunk])
    if (folded(piece).includes(wanted)) return true
    tail = piece.subarray(Math.max(0, piece.length - needle.length * 3))
    await pace.rest()
  }
  return false
}
