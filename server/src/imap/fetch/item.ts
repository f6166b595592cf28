import type { Content, MessageEntry, Store } from '../../store/store.ts'
import type { Output } from '../output.ts'
import type { Pace } from '../pace.ts'
import { formatDateTime } from '../parse/date.ts'
import type { FetchItem, Section } from '../parse/fetch.ts'
import { formatFlags } from '../parse/flags.ts'
import { literal } from '../wire/encoder.ts'
import { bodyStructure } from './body-structure.ts'
import { envelope } from './envelope.ts'
import { chooseFields } from './header.ts'
import { MimeScanner, type Part } from './mime-tree.ts'
import { sectionOf } from './section.ts'

/** A piece of a FETCH response: text, or octets of the stored message that are read only when they are sent. */
export type Piece = string | { readonly from: number; readonly to: number }

/** One message being fetched; what several items need is read once. */
export class Message {
  readonly entry: MessageEntry
  readonly #store: Store
  readonly #pace: Pace
  #content: Content | undefined
  #header: Buffer | undefined
  #tree: Part | undefined

  constructor(store: Store, entry: MessageEntry, pace: Pace) {
    this.#store = store
    this.#pace = pace
    this.entry = entry
  }

  /** False when somebody expunged it meanwhile. */
  get there(): boolean {
    this.#content ??= this.#store.content(this.entry)
    return this.#content !== undefined
  }

  get header(): Buffer {
    this.#header ??= this.#content!.header()
    return this.#header
  }

  /** @throws ContentGoneError */
  async tree(): Promise<Part> {
    if (this.#tree !== undefined) return this.#tree
    const scanner = new MimeScanner()
    for (const chunk of this.#content!.read(0, this.#content!.size)) {
      scanner.push(chunk)
      await this.#pace.rest()
    }
    this.#tree = scanner.finish()
    return this.#tree
  }

  /** Sends octets chunk by chunk, each when the peer has room for it. @throws ContentGoneError */
  async send(out: Output, from: number, to: number): Promise<void> {
    for (const chunk of this.#content!.read(from, to)) {
      out.bytes(chunk)
      if (out.full) await out.flush()
    }
  }
}

/** Items that need nothing but the entry. */
const plain = (item: FetchItem, entry: MessageEntry): string | undefined => {
  switch (item) {
    case 'UID':
      return `UID ${entry.uid}`
    case 'FLAGS':
      return `FLAGS ${formatFlags(entry.flags, entry.keywords)}`
    case 'RFC822.SIZE':
      return `RFC822.SIZE ${entry.size}`
    case 'INTERNALDATE':
      return `INTERNALDATE ${formatDateTime(entry.internalDate)}`
    case 'MODSEQ':
      return `MODSEQ (${entry.modseq})`
    default:
      return undefined
  }
}

/**
 * All items of one message as pieces, before anything of it is sent; `undefined` when it was expunged meanwhile.
 *
 * @throws ContentGoneError when that happens while its structure is read.
 */
export const fetchItems = async (
  message: Message,
  items: readonly FetchItem[],
): Promise<Piece[] | undefined> => {
  const pieces: Piece[] = []
  for (const [index, item] of items.entries()) {
    if (index > 0) pieces.push(' ')
    const text = plain(item, message.entry)
    if (text !== undefined) {
      pieces.push(text)
      continue
    }
    if (!message.there) return undefined
    if (item === 'ENVELOPE') pieces.push(`ENVELOPE ${envelope(message.header.toString('latin1'))}`)
    else if (item === 'BODY' || item === 'BODYSTRUCTURE') {
      pieces.push(`${item} ${bodyStructure(await message.tree(), item === 'BODYSTRUCTURE')}`)
    } else if (typeof item === 'object') pieces.push(...(await section(message, item)))
  }
  return pieces
}

const section = async (message: Message, item: Section): Promise<Piece[]> => {
  const found = await locate(message, item)
  if (found === undefined) return [`${item.label} NIL`]
  const { from = 0, length = Number.POSITIVE_INFINITY } = item.partial ?? {}
  if (typeof found === 'string') return [`${item.label} ${literal(found.slice(from, from + length))}`]
  const start = Math.min(found.from + from, found.to)
  const end = Math.min(start + length, found.to)
  return [`${item.label} {${end - start}}\r\n`, { from: start, to: end }]
}

/** The whole message, its header and its text need no look at the structure. */
const locate = async (message: Message, item: Section): Promise<ReturnType<typeof sectionOf>> => {
  const { size } = message.entry
  if (item.part.length > 0) return sectionOf(await message.tree(), item)
  switch (item.text) {
    case 'ALL':
      return { from: 0, to: size }
    case 'HEADER':
      return { from: 0, to: message.header.length }
    case 'TEXT':
      return { from: message.header.length, to: size }
    default:
      return chooseFields(message.header.toString('latin1'), item.fields, item.text === 'HEADER.FIELDS.NOT')
  }
}
