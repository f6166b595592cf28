import { imapLimits } from '../limits.ts'
import { headerValues } from './header.ts'
import { mediaType, type Parameterised, parseParameterised } from './media-type.ts'

/** One part of a message: where it lies and what its header says. Offsets are octets from the start of the message. */
export interface Part {
  readonly headerFrom: number
  bodyFrom: number
  /** After the last octet; the line end before a boundary belongs to the boundary. */
  to: number
  /** Line ends in the body. */
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

interface Open {
  readonly part: Part
  readonly boundary: string | undefined
}

const LF = 10
/** Boundaries have at most 70 characters (RFC 2046 section 5.1.1); a line longer than this is none. */
const LINE_KEPT = 256
const EMPTY = parseParameterised('')

/**
 * Finds the MIME structure while the octets pass by (RFC 2046). Push pieces of any size, then `finish`. Keeps one
 * header and the start of one line; depth and number of parts are bounded, what is beyond stays inside its parent.
 */
export class MimeScanner {
  readonly #root: Part
  readonly #stack: Open[] = []
  #part: Part
  #inHeader = true
  #line = ''
  #lineLength = 0
  #lineFrom = 0
  #at = 0
  #parts = 1
  #lastBreak = 0

  constructor() {
    this.#root = newPart(0)
    this.#part = this.#root
  }

  push(chunk: Buffer): void {
    let from = 0
    while (from < chunk.length) {
      const lf = chunk.indexOf(LF, from)
      const to = lf === -1 ? chunk.length : lf + 1
      const keep = (this.#inHeader ? imapLimits.mimeHeaderBytes : LINE_KEPT) - this.#line.length
      if (keep > 0 && (this.#inHeader || this.#lineLength > 0 || chunk[from] === 0x2d)) {
        this.#line += chunk.toString('latin1', from, Math.min(to, from + keep))
      }
      this.#lineLength += to - from
      this.#at += to - from
      from = to
      if (lf !== -1) this.#endLine(lf > 0 ? chunk[lf - 1] === 0x0d : this.#line.endsWith('\r\n'))
    }
  }

  finish(): Part {
    if (this.#lineLength > 0) this.#endLine(false, true)
    if (this.#inHeader) this.#beginBody()
    this.#close(0, this.#at)
    return this.#root
  }

  #endLine(crlf: boolean, last = false): void {
    const line = this.#line
    const from = this.#lineFrom
    this.#line = ''
    this.#lineLength = 0
    this.#lineFrom = this.#at
    if (line.startsWith('--') && this.#boundary(line, from)) {
      this.#lastBreak = this.#at
      return
    }
    if (this.#inHeader) {
      const room = imapLimits.mimeHeaderBytes - this.#part.header.length
      if (room > 0) this.#part.header += line.slice(0, room)
      if (line === '\r\n' || line === '\n') this.#beginBody()
    } else if (!last) {
      this.#part.lines++
    }
    this.#lastBreak = last ? this.#at : this.#at - (crlf ? 2 : 1)
  }

  /** The header of the current part is over: decides whether its body has parts. */
  #beginBody(): void {
    const part = this.#part
    part.bodyFrom = this.#at
    this.#inHeader = false
    part.values = headerValues(part.header)
    const content = part.values.get('content-type')
    part.content = content === undefined ? EMPTY : parseParameterised(content)
    ;[part.type, part.subtype] = mediaType(part.content)
    const deep = this.#stack.length >= imapLimits.mimeDepth || this.#parts >= imapLimits.mimeParts
    const boundary = part.content.parameters.get('boundary')
    if (part.type === 'multipart' && (boundary === undefined || boundary === '' || deep)) {
      // Without a boundary, or too deep to follow, it is octets.
      part.type = 'application'
      part.subtype = 'octet-stream'
    } else if (part.type === 'multipart') {
      this.#stack.push({ part, boundary: `--${boundary}` })
    } else if (part.type === 'message' && part.subtype === 'rfc822' && !encoded(part)) {
      if (deep) {
        part.type = 'application'
        part.subtype = 'octet-stream'
      } else {
        this.#stack.push({ part, boundary: undefined })
        this.#begin(part)
      }
    }
  }

  #begin(parent: Part): void {
    this.#parts++
    this.#part = newPart(this.#at)
    parent.children.push(this.#part)
    this.#inHeader = true
  }

  #boundary(line: string, from: number): boolean {
    const text = line.trimEnd()
    for (let level = this.#stack.length - 1; level >= 0; level--) {
      const { boundary, part } = this.#stack[level]!
      if (boundary === undefined || !text.startsWith(boundary)) continue
      const end = text === `${boundary}--`
      if (!end && text !== boundary) continue
      this.#close(level + 1, Math.max(this.#lastBreak, this.#part.headerFrom), from)
      if (end) {
        this.#stack.length = level
        // What follows up to the next boundary outside is epilogue, and belongs to this multipart.
        this.#part = part
        this.#inHeader = false
      } else if (this.#parts >= imapLimits.mimeParts) {
        this.#part = part
        this.#inHeader = false
      } else this.#begin(part)
      return true
    }
    return false
  }

  /** Ends the current part and all open ones from `level` on at octet `to`. */
  #close(level: number, to: number, lineFrom = to): void {
    if (this.#inHeader) {
      this.#part.bodyFrom = Math.min(lineFrom, this.#at)
      const { bodyFrom } = this.#part
      this.#beginBodyless()
      this.#part.bodyFrom = bodyFrom
    }
    if (this.#part.to === -1) this.#part.to = Math.max(to, this.#part.bodyFrom)
    for (const { part } of this.#stack.splice(level)) {
      if (part.to === -1) part.to = Math.max(to, part.bodyFrom)
    }
  }

  #beginBodyless(): void {
    const part = this.#part
    this.#inHeader = false
    part.values = headerValues(part.header)
    const content = part.values.get('content-type')
    part.content = content === undefined ? EMPTY : parseParameterised(content)
    const [type, subtype] = mediaType(part.content)
    const compound = type === 'multipart' || (type === 'message' && subtype === 'rfc822')
    part.type = compound ? 'application' : type
    part.subtype = compound ? 'octet-stream' : subtype
  }
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
