import { imapLimits } from '../limits.ts'
import type { Problem, Token, TokenEvent } from './token.ts'

type State =
  | 'between'
  | 'atom'
  | 'quoted'
  | 'escape'
  | 'size'
  | 'size-end'
  | 'asked'
  | 'literal'
  | 'stream'
  | 'cr'
  | 'skip'
  | 'line'

const Class = { Atom: 0, Space: 1, Open: 2, Close: 3, Quote: 4, Brace: 5, Cr: 6, Lf: 7, Bad: 8 } as const
const classes = new Uint8Array(256).fill(Class.Bad)
for (let byte = 0x21; byte < 0x7f; byte++) classes[byte] = Class.Atom
for (const [char, kind] of [
  [' ', Class.Space],
  ['(', Class.Open],
  [')', Class.Close],
  ['"', Class.Quote],
  ['{', Class.Brace],
  ['\r', Class.Cr],
  ['\n', Class.Lf],
] as const) {
  classes[char.charCodeAt(0)] = kind
}

const LF = 10
const CR = 13
const NO_TOKENS: readonly Token[] = []
/** More digits than any honest length has; larger numbers are refused by value. */
const SIZE_DIGITS = 12

/**
 * Bytes of one connection to tokens (RFC 9051 section 9, `command`, `literal`, `quoted`). Pure: no I/O, no policy
 * beyond the bounds. Feed any slices: `push(chunk, from)` runs until something happened or the chunk is used up;
 * `end` says where it stopped. Lines may end with a bare LF (docs/protocol.md, IMAP).
 */
export class Tokenizer {
  /** Index after the last byte consumed by the latest `push`. */
  end = 0
  /** True between commands, when not a byte of the next one has come. */
  get idle(): boolean {
    return this.#state === 'between' && this.#tokens === undefined && this.#lineBytes === 0
  }

  #state: State = 'between'
  #tokens: Token[] | undefined
  #partial = ''
  #gap = false
  #depth = 0
  #lineBytes = 0
  #literals = 0
  #literalBytes = 0
  #remaining = 0
  #buffers: Buffer[] | undefined
  #problem: Problem | undefined
  #maxLine: number = imapLimits.greetingLineBytes

  /** After login longer lines are welcome. */
  trust(): void {
    this.#maxLine = imapLimits.lineBytes
  }

  /** The next bytes are one line of free text: a SASL response or the end of IDLE. */
  expectLine(): void {
    this.#state = 'line'
  }

  /** Collect the announced literal in memory. */
  accept(size: number): void {
    this.#literals++
    this.#literalBytes += size
    this.#remaining = size
    this.#buffers = []
    this.#state = 'literal'
    if (size === 0) this.#finishLiteral()
  }

  /** Hand the announced literal out as `data` events; afterwards the command goes on. */
  stream(size: number): void {
    this.#remaining = size
    this.#state = size === 0 ? 'between' : 'stream'
    this.#lineBytes = 0
  }

  /** The peer was told NO and sends no literal: the command is over. */
  refuse(): void {
    this.#reset()
  }

  /** Octets of the streamed literal still to come. */
  get remaining(): number {
    return this.#state === 'stream' ? this.#remaining : 0
  }

  push(chunk: Buffer, from = 0): TokenEvent | undefined {
    let i = from
    let lineFrom = from
    const length = chunk.length
    while (i < length) {
      switch (this.#state) {
        case 'between': {
          const kind = classes[chunk[i]!]!
          i++
          if (kind === Class.Atom) {
            i--
            this.#state = 'atom'
          } else if (kind === Class.Space) this.#gap = true
          else if (kind === Class.Open) {
            if (++this.#depth > imapLimits.nesting) this.#fail('nesting')
            else this.#add({ kind: '(', gap: this.#gap })
          } else if (kind === Class.Close) {
            if (--this.#depth < 0) this.#fail('nesting')
            else this.#add({ kind: ')', gap: this.#gap })
          } else if (kind === Class.Quote) this.#state = 'quoted'
          else if (kind === Class.Brace) this.#state = 'size'
          else if (kind === Class.Cr) this.#state = 'cr'
          else if (kind === Class.Lf) return this.#lineEnd(i, lineFrom)
          else this.#fail('character')
          break
        }
        case 'atom': {
          const start = i
          while (i < length && classes[chunk[i]!] === Class.Atom) i++
          this.#partial += chunk.toString('latin1', start, i)
          if (i < length) {
            this.#add({ kind: 'atom', text: this.#partial, gap: this.#gap })
            const kind = classes[chunk[i]!]!
            if (kind === Class.Quote || kind === Class.Brace) this.#fail('character')
            else if (this.#state === 'atom') this.#state = 'between'
          }
          break
        }
        case 'quoted': {
          const start = i
          let byte = 0
          while (i < length) {
            byte = chunk[i]!
            if (byte === 0x22 || byte === 0x5c || byte < 0x20 || byte === 0x7f) break
            i++
          }
          this.#partial += chunk.toString('latin1', start, i)
          if (i === length) break
          if (byte === 0x22) {
            i++
            this.#state = 'between'
            this.#add({ kind: 'quoted', text: utf8(this.#partial), gap: this.#gap })
          } else if (byte === 0x5c) {
            i++
            this.#state = 'escape'
          } else this.#fail(byte === CR || byte === LF ? 'unfinished-quote' : 'character')
          break
        }
        case 'escape': {
          const byte = chunk[i]!
          if (byte === 0x22 || byte === 0x5c) {
            i++
            this.#partial += String.fromCharCode(byte)
            this.#state = 'quoted'
          } else this.#fail('character')
          break
        }
        case 'size': {
          const byte = chunk[i]!
          if (byte === 0x7d) {
            i++
            if (/^[0-9]+\+?$/.test(this.#partial)) this.#state = 'size-end'
            else this.#fail('literal-size')
          } else if (
            this.#partial.length <= SIZE_DIGITS &&
            ((byte >= 0x30 && byte <= 0x39) || byte === 0x2b)
          ) {
            i++
            this.#partial += String.fromCharCode(byte)
          } else this.#fail('literal-size')
          break
        }
        case 'size-end': {
          const byte = chunk[i]!
          if (byte === LF) {
            i++
            this.#lineBytes += i - lineFrom
            this.end = i
            return this.#announce()
          }
          if (byte === CR && !this.#partial.endsWith('\r')) {
            i++
            this.#partial += '\r'
          } else this.#fail('literal-size')
          break
        }
        case 'literal': {
          const take = Math.min(this.#remaining, length - i)
          this.#buffers!.push(Buffer.from(chunk.subarray(i, i + take)))
          i += take
          lineFrom = i
          this.#remaining -= take
          if (this.#remaining === 0) this.#finishLiteral()
          break
        }
        case 'stream': {
          const take = Math.min(this.#remaining, length - i)
          this.#remaining -= take
          if (this.#remaining === 0) this.#state = 'between'
          this.end = i + take
          return { kind: 'data', chunk: chunk.subarray(i, i + take) }
        }
        case 'cr': {
          if (chunk[i] === LF) return this.#lineEnd(i + 1, lineFrom)
          this.#fail('bare-cr')
          break
        }
        case 'line':
        case 'skip': {
          const at = chunk.indexOf(LF, i)
          const stop = at === -1 ? length : at + 1
          this.#partial += chunk.toString('latin1', i, stop)
          if (this.#state === 'skip') this.#partial = this.#partial.slice(-32)
          i = stop
          if (at === -1) break
          return this.#state === 'skip' ? this.#skipped(i, lineFrom) : this.#freeLine(i, lineFrom)
        }
        case 'asked':
          throw new Error('push before the literal was decided')
      }
    }
    this.end = i
    this.#lineBytes += i - lineFrom
    return this.#lineBytes > this.#maxLine ? { kind: 'fatal', problem: 'line-too-long' } : undefined
  }

  #add(token: Token): void {
    this.#tokens ??= []
    this.#tokens.push(token)
    this.#partial = ''
    this.#gap = false
    if (this.#tokens.length > imapLimits.tokens) this.#fail('too-many-tokens')
  }

  #fail(problem: Problem): void {
    this.#problem = problem
    this.#partial = this.#state === 'size' ? this.#partial : ''
    this.#state = 'skip'
  }

  #announce(): TokenEvent {
    const sync = !this.#partial.includes('+')
    const size = Number.parseInt(this.#partial, 10)
    this.#partial = ''
    if (this.#literals >= imapLimits.literals || this.#lineBytes > this.#maxLine) {
      return { kind: 'fatal', problem: 'command-too-large' }
    }
    if (size <= imapLimits.literalBytes && this.#literalBytes + size > imapLimits.commandBytes) {
      return { kind: 'fatal', problem: 'command-too-large' }
    }
    this.#state = 'asked'
    return { kind: 'literal', size, sync, tokens: this.#tokens ?? NO_TOKENS }
  }

  #finishLiteral(): void {
    const bytes = Buffer.concat(this.#buffers ?? [])
    this.#buffers = undefined
    this.#state = 'between'
    this.#add({ kind: 'literal', bytes, gap: this.#gap })
  }

  #lineEnd(end: number, lineFrom: number): TokenEvent {
    this.end = end
    const tokens = this.#tokens ?? NO_TOKENS
    const open = this.#depth > 0
    const long = this.#lineBytes + end - lineFrom > this.#maxLine
    this.#reset()
    if (long) return { kind: 'fatal', problem: 'line-too-long' }
    if (open) return { kind: 'error', tag: tagOf(tokens), problem: 'nesting' }
    return { kind: 'command', tokens }
  }

  #freeLine(end: number, lineFrom: number): TokenEvent {
    this.end = end
    const text = this.#partial.replace(/\r?\n$/, '')
    const long = this.#lineBytes + end - lineFrom > this.#maxLine
    this.#reset()
    return long ? { kind: 'fatal', problem: 'line-too-long' } : { kind: 'line', text }
  }

  #skipped(end: number, lineFrom: number): TokenEvent {
    this.end = end
    const long = this.#lineBytes + end - lineFrom > this.#maxLine
    // The bytes of a literal announced inside a line we gave up on would be read as commands.
    const hidden = /[0-9]\+\}\r?\n$/.test(this.#partial)
    const event: TokenEvent =
      hidden || long
        ? { kind: 'fatal', problem: hidden ? 'hidden-literal' : 'line-too-long' }
        : { kind: 'error', tag: tagOf(this.#tokens ?? NO_TOKENS), problem: this.#problem! }
    this.#reset()
    return event
  }

  #reset(): void {
    this.#state = 'between'
    this.#tokens = undefined
    this.#partial = ''
    this.#gap = false
    this.#depth = 0
    this.#lineBytes = 0
    this.#literals = 0
    this.#literalBytes = 0
    this.#remaining = 0
    this.#buffers = undefined
    this.#problem = undefined
  }
}

/** Quoted strings may carry UTF-8 (passwords do); pure ASCII, the usual case, is left as it is. */
const utf8 = (latin1: string): string =>
  /[\x80-\xff]/.test(latin1) ? Buffer.from(latin1, 'latin1').toString('utf8') : latin1

/** The tag of a command, when it is one (RFC 9051 section 2.2.1). */
export const tagOf = (tokens: readonly Token[]): string | undefined => {
  const first = tokens[0]
  return first?.kind === 'atom' && !first.gap && /^[^%*+\\]{1,64}$/.test(first.text) ? first.text : undefined
}
