import { BadError } from '../errors.ts'
import { imapLimits } from '../limits.ts'
import { decodeUtf7 } from '../wire/modified-utf7.ts'
import { type NumberSet, parseNumberSet } from '../wire/number-set.ts'
import type { Token } from '../wire/token.ts'

/** The arguments of one command, read from left to right: one method per rule of RFC 9051 section 9. */
export class Arguments {
  readonly #tokens: readonly Token[]
  #at: number

  constructor(tokens: readonly Token[], from: number) {
    this.#tokens = tokens
    this.#at = from
  }

  get done(): boolean {
    return this.#at >= this.#tokens.length
  }

  peek(): Token | undefined {
    return this.#tokens[this.#at]
  }

  /** True when the next token is this parenthesis or an atom equal to `text` in any case; nothing is consumed. */
  at(text: string): boolean {
    const token = this.peek()
    if (token === undefined) return false
    return token.kind === 'atom' ? token.text.toUpperCase() === text : token.kind === text
  }

  /** Consumes the next token if `at(text)`. */
  take(text: string): boolean {
    if (!this.at(text)) return false
    this.#at++
    return true
  }

  next(): Token {
    const token = this.peek()
    if (token === undefined) throw new BadError('Missing arguments')
    this.#at++
    return token
  }

  /** `SP`: the next token stands apart from the one before it. */
  space(): this {
    const token = this.peek()
    if (token === undefined) throw new BadError('Missing arguments')
    if (!token.gap) throw new BadError('A space is missing')
    return this
  }

  end(): void {
    if (!this.done) throw new BadError('Too many arguments')
  }

  /** Any atom as it was written; the caller checks its alphabet. */
  word(): string {
    const token = this.next()
    if (token.kind !== 'atom') throw new BadError('A word was expected')
    return token.text
  }

  /** `atom`. */
  atom(): string {
    const text = this.word()
    if (/[%*\\\]]/.test(text)) throw new BadError('An atom was expected')
    return text
  }

  /** A keyword of the grammar, in capitals. */
  keyword(): string {
    return this.word().toUpperCase()
  }

  /** `string` or bytes of an `atom`: octets. */
  #octets(): Buffer | string {
    const token = this.next()
    if (token.kind === 'literal') return token.bytes
    if (token.kind === 'quoted') return token.text
    throw new BadError('A string was expected')
  }

  /** `string`, as UTF-8 text. */
  string(): string {
    const octets = this.#octets()
    const text = typeof octets === 'string' ? octets : octets.toString('utf8')
    if (text.includes('\0')) throw new BadError('NUL in a string')
    return text
  }

  /** `astring`. */
  astring(): string {
    const token = this.peek()
    if (token?.kind !== 'atom') return this.string()
    if (/[%*\\]/.test(token.text)) throw new BadError('A string was expected')
    return this.word()
  }

  /** `nstring`. */
  nstring(): string | undefined {
    return this.take('NIL') ? undefined : this.string()
  }

  /** `mailbox`: UTF-8, INBOX in capitals. */
  mailbox(): string {
    const name = decodeUtf7(this.astring())
    if (name === undefined) throw new BadError('The mailbox name is not valid modified UTF-7')
    return canonicalMailbox(name)
  }

  /** `list-mailbox`: a pattern with `%` and `*`. */
  pattern(): string {
    const token = this.peek()
    const wire = token?.kind === 'atom' ? this.word() : this.string()
    if (wire.length > imapLimits.patternBytes) throw new BadError('The mailbox pattern is too long')
    const name = wire.includes('\\') ? undefined : decodeUtf7(wire)
    if (name === undefined) throw new BadError('The mailbox pattern is not valid modified UTF-7')
    return name
  }

  /** `sequence-set`. */
  set(): NumberSet {
    const set = parseNumberSet(this.word(), imapLimits.ranges)
    if (set === undefined) throw new BadError('The message set is not valid')
    return set
  }

  /** `number` or `mod-sequence-value`: up to 2^53. */
  number(): number {
    const text = this.word()
    if (!/^[0-9]{1,15}$/.test(text)) throw new BadError('A number was expected')
    return Number(text)
  }

  /** `"(" rule *(SP rule) ")"`; `rule` may be absent when `empty`. */
  list(rule: () => void, empty = false): void {
    if (!this.take('(')) throw new BadError('A list was expected')
    if (this.take(')')) {
      if (empty) return
      throw new BadError('The list is empty')
    }
    rule()
    while (!this.take(')')) {
      this.space()
      rule()
    }
  }
}

/** INBOX in any case is INBOX, also as the root of a hierarchy (RFC 9051 section 5.1). */
export const canonicalMailbox = (name: string): string => name.replace(/^inbox(?=\/|$)/i, 'INBOX')
