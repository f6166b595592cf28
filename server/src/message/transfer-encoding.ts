import { Base64Decoder, BLANK, base64Scratch, type OctetSink, octetClass, PAD } from './base64.ts'
import type { TransferEncoding } from './content-type.ts'

/** Undoes a content transfer encoding piece by piece. Both return false once the text is malformed or refused. */
export interface TransferDecoder {
  write(bytes: Buffer, start: number, end: number): boolean
  end(): boolean
}

/** RFC 2045 section 6. The sink must use what it gets before it returns. */
export function createTransferDecoder(encoding: TransferEncoding, sink: OctetSink): TransferDecoder {
  if (encoding === 'base64') return new Base64Transfer(sink)
  if (encoding === 'quoted-printable') return new QuotedPrintable(sink)
  return { write: sink, end: () => true }
}

/** RFC 2045 section 6.8; blanks and line ends are passed over, anything else outside the alphabet is an error. */
class Base64Transfer implements TransferDecoder {
  readonly #decoder: Base64Decoder

  constructor(sink: OctetSink) {
    this.#decoder = new Base64Decoder(sink, base64Scratch())
  }

  write(bytes: Buffer, start: number, end: number): boolean {
    const decoder = this.#decoder
    let index = start
    for (;;) {
      index = decoder.run(bytes, index, end)
      if (decoder.failed) return false
      if (index === end) return true
      const octet = octetClass[bytes[index]!]!
      if (octet !== BLANK && !(octet === PAD && decoder.pad() && !decoder.failed)) return false
      index += 1
    }
  }

  end(): boolean {
    return this.#decoder.whole
  }
}

const hex = (octet: number): number => {
  if (octet >= 0x30 && octet <= 0x39) return octet - 0x30
  if (octet >= 0x41 && octet <= 0x46) return octet - 0x37
  return octet >= 0x61 && octet <= 0x66 ? octet - 0x57 : -1
}

const escaped = Buffer.allocUnsafe(1)

/** RFC 2045 section 6.7: `=XX` and soft line breaks. */
class QuotedPrintable implements TransferDecoder {
  readonly #sink: OctetSink
  /** What follows `=`: nothing open, the first octet, the second (with the first hex digit), the LF of a soft break. */
  #state: 'text' | 'escape' | 'digit' | 'break' = 'text'
  #high = 0

  constructor(sink: OctetSink) {
    this.#sink = sink
  }

  write(bytes: Buffer, start: number, end: number): boolean {
    let index = start
    while (index < end) {
      if (this.#state === 'text') {
        const equals = bytes.indexOf(0x3d, index)
        const stop = equals === -1 || equals >= end ? end : equals
        if (stop > index && !this.#sink(bytes, index, stop)) return false
        if (stop < end) this.#state = 'escape'
        index = stop + 1
      } else if (!this.#escape(bytes[index]!)) return false
      else index += 1
    }
    return true
  }

  #escape(octet: number): boolean {
    if (this.#state === 'break') {
      this.#state = 'text'
      return octet === 0x0a
    }
    if (this.#state === 'escape' && octet === 0x0d) {
      this.#state = 'break'
      return true
    }
    const digit = hex(octet)
    if (digit === -1) return false
    if (this.#state === 'escape') {
      this.#high = digit
      this.#state = 'digit'
      return true
    }
    this.#state = 'text'
    escaped[0] = this.#high * 16 + digit
    return this.#sink(escaped, 0, 1)
  }

  end(): boolean {
    return this.#state === 'text'
  }
}
