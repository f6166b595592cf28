const BLANK_LINE = Buffer.from('\r\n\r\n')

/** Octets at the front of a message in which its header has to end; what is longer is cut there. */
export const HEADER_WINDOW = 256 * 1024

/**
 * Finds where the header block ends while a message arrives in pieces (RFC 5322 section 2.1). Only the first
 * {@link HEADER_WINDOW} octets are looked at, so that a header block never has to be held as a whole message.
 */
export class HeaderEnd {
  #seen = 0
  #end = -1
  #tail: Buffer = Buffer.alloc(0)

  /** Looks at the next piece. */
  push(piece: Buffer): void {
    if (this.#end >= 0 || this.#seen >= HEADER_WINDOW) {
      this.#seen += piece.length
      return
    }
    const overlap = this.#tail.length
    const joined = overlap === 0 ? piece : Buffer.concat([this.#tail, piece])
    const start = this.#seen - overlap
    if (start === 0 && joined.length >= 2 && joined[0] === 13 && joined[1] === 10) this.#end = 2
    else {
      const found = joined.indexOf(BLANK_LINE)
      if (found >= 0) this.#end = start + found + BLANK_LINE.length
    }
    this.#seen += piece.length
    this.#tail = Buffer.from(joined.subarray(Math.max(0, joined.length - BLANK_LINE.length + 1)))
  }

  /** Octets of the header block with its closing empty line; everything seen when there is no empty line. */
  get size(): number {
    const end = this.#end >= 0 ? this.#end : this.#seen
    return Math.min(end, HEADER_WINDOW)
  }
}
