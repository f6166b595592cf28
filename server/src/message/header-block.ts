const CR = 0x0d
const LF = 0x0a

/**
 * Gathers the header block of a message or of a body part while its bytes arrive, up to and including the empty
 * line (RFC 5322 section 2.1). Memory is bounded by `limit`.
 */
export class HeaderCollector {
  readonly #limit: number
  #buffer: Buffer = Buffer.alloc(0)
  #length = 0
  complete = false
  tooLong = false

  /** @param limit octets the block may have, empty line included */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** Returns where the body starts in `chunk`, or -1 while the block goes on (or has become too long). */
  write(chunk: Buffer): number {
    const before = this.#length
    if (before === 0 && this.#wholeIn(chunk)) return this.#length
    this.#append(chunk.subarray(0, this.#limit - before + 1))
    const end = this.#findEnd(before)
    if (end === -1) {
      if (this.#length > this.#limit) this.tooLong = true
      return -1
    }
    if (end > this.#limit) {
      this.tooLong = true
      return -1
    }
    this.#length = end
    this.complete = true
    return end - before
  }

  /** What was gathered; after `complete` it ends with the empty line. May be part of the chunk it came in. */
  bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length)
  }

  /** The usual case: the block is in the first piece, and no copy of it is needed. */
  #wholeIn(chunk: Buffer): boolean {
    const found = chunk.indexOf('\r\n\r\n', 0, 'latin1')
    const end = chunk[0] === CR && chunk[1] === LF ? 2 : found + 4
    if ((found === -1 && end !== 2) || end > this.#limit) return false
    this.#buffer = chunk
    this.#length = end
    this.complete = true
    return true
  }

  #append(chunk: Buffer): void {
    const needed = this.#length + chunk.length
    if (needed > this.#buffer.length) {
      const grown = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2))
      this.#buffer.copy(grown, 0, 0, this.#length)
      this.#buffer = grown
    }
    chunk.copy(this.#buffer, this.#length)
    this.#length = needed
  }

  /** The offset after the empty line. A block may be nothing but the empty line. */
  #findEnd(before: number): number {
    const { 0: first, 1: second } = this.#buffer
    if (this.#length >= 2 && first === CR && second === LF) return 2
    const found = this.bytes().indexOf('\r\n\r\n', Math.max(0, before - 3), 'latin1')
    return found === -1 ? -1 : found + 4
  }
}
