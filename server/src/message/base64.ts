/** What an octet means in base64 text: 0 to 63 its value, otherwise one of the classes below. */
export const octetClass = new Uint8Array(256).fill(255)
export const PAD = 254
export const CARRIAGE_RETURN = 253
export const LINE_FEED = 252
export const DASH = 251
export const BLANK = 250

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
for (let value = 0; value < 64; value += 1) octetClass[ALPHABET.charCodeAt(value)] = value
octetClass[0x3d] = PAD
octetClass[0x0d] = CARRIAGE_RETURN
octetClass[0x0a] = LINE_FEED
octetClass[0x2d] = DASH
octetClass[0x20] = BLANK
octetClass[0x09] = BLANK

/** Octets of text decoded at once; bounds the buffer it is decoded into. */
export const BASE64_SLICE = 16_384

/** Room for what one slice decodes to. A decoder whose output another decoder reads needs its own. */
export const base64Scratch = (): Buffer => Buffer.allocUnsafe((BASE64_SLICE / 4) * 3 + 3)

const shared = base64Scratch()

/** Takes decoded octets `start` to `end` of a buffer that is reused afterwards. False means: no more, it is bad. */
export type OctetSink = (bytes: Buffer, start: number, end: number) => boolean

/**
 * Base64 text (RFC 4648 section 4) in arbitrary pieces. Takes runs of the alphabet; the caller decides what the other
 * octets mean. Canonical padding is required.
 */
export class Base64Decoder {
  readonly #sink: OctetSink
  readonly #scratch: Buffer
  #bits = 0
  #count = 0
  #padding = 0
  failed = false

  constructor(sink: OctetSink, scratch: Buffer = shared) {
    this.#sink = sink
    this.#scratch = scratch
  }

  /** Consumes alphabet and CRLF octets from `start`; returns the offset of the first other octet, or `end`. */
  run(text: Buffer, start: number, end: number): number {
    let index = start
    while (index < end && !this.failed) {
      const stop = Math.min(end, index + BASE64_SLICE)
      const next = this.#slice(text, index, stop)
      if (next < stop) return next
      index = next
    }
    return index
  }

  #slice(text: Buffer, start: number, end: number): number {
    const scratch = this.#scratch
    let index = start
    let filled = 0
    let bits = this.#bits
    let count = this.#count
    while (index < end) {
      if (count === 0 && this.#padding === 0) {
        for (; index + 4 <= end; index += 4) {
          const a = octetClass[text[index]!]!
          const b = octetClass[text[index + 1]!]!
          const c = octetClass[text[index + 2]!]!
          const d = octetClass[text[index + 3]!]!
          if ((a | b | c | d) > 63) break
          scratch[filled] = (a << 2) | (b >> 4)
          scratch[filled + 1] = (b << 4) | (c >> 2)
          scratch[filled + 2] = (c << 6) | d
          filled += 3
        }
        if (index === end) break
      }
      const value = octetClass[text[index]!]!
      if (value < 64) {
        if (this.#padding > 0) break
        bits = (bits << 6) | value
        count += 1
        if (count === 4) {
          scratch[filled] = bits >> 16
          scratch[filled + 1] = bits >> 8
          scratch[filled + 2] = bits
          filled += 3
          bits = 0
          count = 0
        }
      } else if (value !== CARRIAGE_RETURN && value !== LINE_FEED) break
      index += 1
    }
    this.#bits = bits
    this.#count = count
    if (filled > 0 && !this.#sink(scratch, 0, filled)) this.failed = true
    return index
  }

  /** One `=`. False when it is not padding here (the text is at a group boundary), or `failed` when it is wrong. */
  pad(): boolean {
    if (this.#padding === 0) {
      if (this.#count === 0) return false
      if (this.#count === 1) this.failed = true
      this.#padding = 4 - this.#count
    }
    if (this.#count === 4) return false
    this.#count += 1
    if (this.#count === 4) this.#flushPadded()
    return true
  }

  #flushPadded(): void {
    const scratch = this.#scratch
    const bits = this.#bits << (6 * this.#padding)
    const octets = 3 - this.#padding
    // the bits that the padding cuts off must be zero (RFC 4648 section 3.5)
    if ((bits & (octets === 1 ? 0xffff : 0xff)) !== 0) this.failed = true
    scratch[0] = bits >> 16
    scratch[1] = bits >> 8
    if (!this.failed && !this.#sink(scratch, 0, octets)) this.failed = true
  }

  /** True when the text may end here: at a group boundary or after complete padding. */
  get whole(): boolean {
    return !this.failed && (this.#count === 0 || (this.#padding > 0 && this.#count === 4))
  }
}
