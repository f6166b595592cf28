import { imapLimits } from '../limits.ts'
import { headerValues } from './header.ts'
import { mediaType, type Parameterised, parseParameterised } from './media-type.ts'

/** One part of a message: where it lies and what its header says. Offsets are octets from the start of the message. */
export interface Part {
  readonly headerFrom: number
  bodyFrom: number
  /** After the last octet; the line end before a boundary belongs to the boundary. */
  to: number
  /** Lines of its own body, the unfinished last one included when a boundary ends it. */
  lines: number
  /** The header block as latin1, cut at `imapLimits.mimeHeaderBytes`. */
  header: string
  values: ReadonlyMap<string, string>
  content: Parameterised
  type: string
  subtype: string
  /** Parts of a multipart; the one embedded message of a message/rfc822. */
  readonly children: Part[]
}

const LF = 10
const CR = 13
const DASH = 0x2d
/** Boundaries have at most 70 characters (RFC 2046 section 5.1.1); a line longer than this is none. */
const LINE_KEPT = 256
const EMPTY = parseParameterised('')

/**
 * Finds the MIME structure while the octets pass by (RFC 2046). Push pieces of any size, then `finish`. Keeps the
 * headers and the start of one line; depth, parts and header octets are bounded, what is beyond stays inside its
 * parent.
 */
export class MimeScanner {
  /** From the message down to the part being read. */
  readonly #open: Part[] = []
  /** What separates the parts of a multipart, until its end was seen. */
  readonly #boundaries = new Map<Part, string>()
  #inHeader = true
  #line = ''
  #lineFrom = 0
  #at = 0
  #previous = 0
  /** Where the line end before the current line begins. */
  #break = 0
  #parts = 0
  #headerRoom = 4 * imapLimits.mimeHeaderBytes

  constructor() {
    this.#begin()
  }

  push(chunk: Buffer): void {
    let from = 0
    while (from < chunk.length) {
      const lf = chunk.indexOf(LF, from)
      const to = lf === -1 ? chunk.length : lf + 1
      this.#keep(chunk, from, to)
      this.#at += to - from
      from = to
      if (lf === -1) continue
      const crlf = (lf > 0 ? chunk[lf - 1] : this.#previous) === CR
      this.#endLine(this.#at - (crlf ? 2 : 1), true)
    }
    this.#previous = chunk.at(-1) ?? this.#previous
  }

  finish(): Part {
    const root = this.#open[0]!
    if (this.#at > this.#lineFrom) this.#endLine(this.#at, false)
    this.#close(0, this.#at, this.#at)
    return root
  }

  /** Remembers of a line what may matter: headers, and lines that could be a boundary. */
  #keep(chunk: Buffer, from: number, to: number): void {
    const begins = this.#at === this.#lineFrom
    if (!this.#inHeader && (begins ? chunk[from] !== DASH : this.#line === '')) return
    const room = (this.#inHeader ? imapLimits.mimeHeaderBytes : LINE_KEPT) - this.#line.length
    if (room > 0) this.#line += chunk.toString('latin1', from, Math.min(to, from + room))
  }

  #endLine(lineBreak: number, ended: boolean): void {
    const line = this.#line
    const from = this.#lineFrom
    this.#line = ''
    this.#lineFrom = this.#at
    if (!(line.startsWith('--') && this.#separates(line.trimEnd(), from))) {
      const part = this.#open.at(-1)!
      if (this.#inHeader) this.#headerLine(part, line)
      else if (ended) part.lines++
    }
    this.#break = lineBreak
  }

  #headerLine(part: Part, line: string): void {
    const room = Math.min(this.#headerRoom, imapLimits.mimeHeaderBytes - part.header.length)
    const kept = line.slice(0, Math.max(0, room))
    part.header += kept
    this.#headerRoom -= kept.length
    if (line === '\r\n' || line === '\n') this.#beginBody(part)
  }

  /** Is this line a boundary of an open multipart? Then what is open inside it ends. */
  #separates(line: string, lineFrom: number): boolean {
    for (let level = this.#open.length - 1; level >= 0; level--) {
      const part = this.#open[level]!
      const boundary = this.#boundaries.get(part)
      if (boundary === undefined || (line !== boundary && line !== `${boundary}--`)) continue
      this.#close(level + 1, this.#break, lineFrom)
      // After the end comes the epilogue, up to a boundary further outside.
      if (line !== boundary) this.#boundaries.delete(part)
      else if (this.#parts < imapLimits.mimeParts) this.#begin(part)
      return true
    }
    return false
  }

  #begin(parent?: Part): void {
    const part = newPart(this.#at)
    this.#parts++
    parent?.children.push(part)
    this.#open.push(part)
    this.#inHeader = true
  }

  /** Ends the open parts from `level` on: at `to`, or where the line begins when not even their header was over. */
  #close(level: number, to: number, lineFrom: number): void {
    const inner = this.#open.at(-1)!
    if (this.#inHeader && this.#open.length > level) {
      inner.bodyFrom = lineFrom
      describe(inner)
      if (isCompound(inner)) opaque(inner)
    }
    const end = this.#inHeader ? lineFrom : Math.max(to, inner.bodyFrom)
    for (const part of this.#open.splice(level)) {
      part.to = end
      this.#boundaries.delete(part)
    }
    this.#inHeader = false
  }

  /** The header of a part is over: decides whether its body has parts. */
  #beginBody(part: Part): void {
    part.bodyFrom = this.#at
    this.#inHeader = false
    describe(part)
    if (!isCompound(part)) return
    const boundary = part.content.parameters.get('boundary')
    if (this.#open.length > imapLimits.mimeDepth || this.#parts >= imapLimits.mimeParts) opaque(part)
    else if (part.type === 'message') this.#begin(part)
    else if (boundary === undefined || boundary === '') opaque(part)
    else this.#boundaries.set(part, `--${boundary.trimEnd()}`)
  }
}

const describe = (part: Part): void => {
  part.values = headerValues(part.header)
  const content = part.values.get('content-type')
  part.content = content === undefined ? EMPTY : parseParameterised(content)
  ;[part.type, part.subtype] = mediaType(part.content)
}

const isCompound = (part: Part): boolean =>
  part.type === 'multipart' || (part.type === 'message' && part.subtype === 'rfc822' && !encoded(part))

/** Not looked into: octets. */
const opaque = (part: Part): void => {
  part.type = 'application'
  part.subtype = 'octet-stream'
}

/** RFC 2046 section 5.2.1 forbids it; where it happens the inside is not visible as text. */
const encoded = (part: Part): boolean =>
  /base64|quoted-printable/i.test(part.values.get('content-transfer-encoding') ?? '')

const newPart = (at: number): Part => ({
  headerFrom: at,
  bodyFrom: at,
  to: -1,
  lines: 0,
  header: '',
  values: new Map(),
  content: EMPTY,
  type: 'text',
  subtype: 'plain',
  children: [],
})
