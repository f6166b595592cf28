import { imapLimits } from './limits.ts'

/** Where replies gather until they leave in one write. */
export interface Output {
  /** Latin1: one character per octet. */
  text(latin1: string): void
  bytes(octets: Buffer): void
  /** Enough has gathered that a producer should `flush` and wait. */
  readonly full: boolean
  /** Sends what has gathered. A promise when the peer must read first; it rejects when the connection ends. */
  flush(): Promise<void> | undefined
}

/** The gathering half, shared by the connection and by tests. */
export class Gather {
  #parts: Buffer[] | undefined
  #text = ''
  #size = 0

  get size(): number {
    return this.#size + this.#text.length
  }

  get full(): boolean {
    return this.size >= imapLimits.outputBytes
  }

  text(latin1: string): void {
    this.#text += latin1
  }

  bytes(octets: Buffer): void {
    this.#parts ??= []
    if (this.#text !== '') this.#parts.push(Buffer.from(this.#text, 'latin1'))
    this.#parts.push(octets)
    this.#size += this.#text.length + octets.length
    this.#text = ''
  }

  /** One buffer with everything; the gathering starts anew. `undefined` when there is nothing. */
  take(): Buffer | undefined {
    if (this.size === 0) return undefined
    const tail = Buffer.from(this.#text, 'latin1')
    const all = this.#parts === undefined ? tail : Buffer.concat([...this.#parts, tail])
    this.#parts = undefined
    this.#text = ''
    this.#size = 0
    return all
  }
}
