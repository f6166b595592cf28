const NUL = 0x00
const LF = 0x0a
const CR = 0x0d
const DOT = 0x2e

const State = { LineStart: 0, Line: 1, AfterCR: 2, Dot: 3, DotCR: 4 } as const

/** Why the octets of a message are refused. */
export type DataViolation = 'bare-cr' | 'bare-lf' | 'nul'

/**
 * The octets after DATA (RFC 5321 section 4.5.2): takes the stuffed dots out and finds the end, which is CRLF.CRLF and
 * nothing else, however the octets are cut into pieces. Bare CR, bare LF and NUL are remembered as a violation while
 * reading goes on, so that the connection stays in step and nothing after them is taken for a command.
 *
 * Works in place: one pass over each piece, no allocation per line.
 */
export class DataReader {
  #state: number = State.LineStart
  violation: DataViolation | undefined
  /** How much of the piece last read is message content now; it lies where reading began. */
  length = 0

  /**
   * Reads `bytes` from `start`, moving content together in place.
   * @returns the offset after the end of data, -1 while the message goes on
   */
  read(bytes: Buffer, start: number): number {
    const end = bytes.length
    let state = this.#state
    let write = start
    let index = start
    // a CR or dot held back from the piece before was already given out or dropped there
    while (index < end) {
      if (state === State.Line) {
        const from = index
        let octet = 0
        while (index < end) {
          octet = bytes[index]!
          if (octet <= CR && (octet === CR || octet === LF || octet === NUL)) break
          index += 1
        }
        if (index > from) {
          if (write !== from) move(bytes, write, from, index)
          write += index - from
        }
        if (index === end) break
        if (octet === CR) state = State.AfterCR
        else this.violation ??= octet === LF ? 'bare-lf' : 'nul'
        bytes[write++] = octet
        index += 1
        continue
      }
      const octet = bytes[index]!
      if (state === State.LineStart) {
        if (octet === DOT) {
          state = State.Dot
          index += 1
        } else state = State.Line
      } else if (state === State.Dot) {
        if (octet === CR) {
          state = State.DotCR
          index += 1
        } else state = State.Line
      } else if (octet === LF) {
        index += 1
        if (state === State.DotCR) {
          this.#state = State.LineStart
          this.length = write - start
          return index
        }
        bytes[write++] = LF
        state = State.LineStart
      } else {
        this.violation ??= 'bare-cr'
        state = State.Line
      }
    }
    this.#state = state
    this.length = write - start
    return -1
  }
}

const SHORT = 32

function move(bytes: Buffer, to: number, from: number, end: number): void {
  if (end - from > SHORT) bytes.copyWithin(to, from, end)
  else for (let index = from; index < end; index += 1) bytes[to + index - from] = bytes[index]!
}
