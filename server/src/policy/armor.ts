import { Base64Decoder, CARRIAGE_RETURN, DASH, LINE_FEED, octetClass, PAD } from '../message/base64.ts'
import { PacketWalk } from './openpgp-packets.ts'

const BEGIN = Buffer.from('-----BEGIN PGP MESSAGE-----\r\n')
const VERSION = Buffer.from('Version: ')
const END = Buffer.from('-----END PGP MESSAGE-----')
const CHECKSUM_CHARACTERS = 4

export interface ArmorOptions {
  /** The `Version:` armor header names the sender's software: refused outgoing, tolerated incoming. */
  readonly versionHeader: 'refuse' | 'tolerate'
}

type State =
  | 'begin'
  | 'version'
  | 'version-value'
  | 'leading'
  | 'data'
  | 'checksum'
  | 'after'
  | 'end'
  | 'trailing'

/**
 * ASCII armor (RFC 9580 section 6.2, docs/protocol.md "what counts as encrypted") around one encrypted message, in
 * arbitrary pieces: the BEGIN line first, no armor headers, strict base64, an optional checksum that is not verified,
 * the END line, and after it only line ends.
 */
export class ArmorReader {
  readonly #walk = new PacketWalk()
  readonly #decoder = new Base64Decoder((bytes, start, end) => this.#walk.write(bytes, start, end))
  readonly #options: ArmorOptions
  #state: State = 'begin'
  /** Octets of the current literal (or checksum) matched so far. */
  #matched = 0
  #lineStart = true
  #failed = false

  constructor(options: ArmorOptions) {
    this.#options = options
  }

  /** False once the text cannot be an armored encrypted message any more. */
  write(bytes: Buffer, start = 0, end: number = bytes.length): boolean {
    let index = start
    while (index < end && !this.#failed) {
      if (this.#state === 'data') index = this.#data(bytes, index, end)
      else {
        this.#octet(bytes[index]!)
        index += 1
      }
    }
    return !this.#failed
  }

  end(): boolean {
    return !this.#failed && this.#state === 'trailing' && this.#decoder.whole && this.#walk.end()
  }

  #data(bytes: Buffer, start: number, end: number): number {
    const index = this.#decoder.run(bytes, start, end)
    if (index > start) this.#lineStart = bytes[index - 1] === 0x0a
    if (this.#decoder.failed) this.#failed = true
    if (index === end || this.#failed) return index
    const octet = octetClass[bytes[index]!]!
    if (octet === PAD) {
      if (!this.#decoder.pad()) this.#become('checksum')
      if (this.#decoder.failed) this.#failed = true
      this.#lineStart = false
    } else if (octet === DASH && this.#lineStart) {
      this.#become('end')
      this.#matched = 1
    } else this.#failed = true
    return index + 1
  }

  #octet(octet: number): void {
    const state = this.#state
    if (state === 'begin') this.#literal(BEGIN, octet, 'leading')
    else if (state === 'version') this.#literal(VERSION, octet, 'version-value')
    else if (state === 'version-value') this.#versionValue(octet)
    else if (state === 'leading') this.#leading(octet)
    else if (state === 'checksum') this.#checksum(octet)
    else if (state === 'after') this.#after(octet)
    else if (state === 'end') this.#literal(END, octet, 'trailing')
    else if (octet !== 0x0d && octet !== 0x0a) this.#failed = true
  }

  #versionValue(octet: number): void {
    if (octet !== 0x0a) return
    this.#become('leading')
    this.#matched = 1
  }

  #literal(literal: Buffer, octet: number, next: State): void {
    if (octet !== literal[this.#matched]) this.#failed = true
    else if (this.#matched + 1 === literal.length) this.#become(next)
    else this.#matched += 1
  }

  /** Between the BEGIN line and the data: the Version header, once, where it is tolerated; empty lines. */
  #leading(octet: number): void {
    if (octet === 0x0d || octet === 0x0a) {
      this.#matched = 1
      return
    }
    // no OpenPGP packet begins with the base64 character V
    if (octet === VERSION[0] && this.#matched === 0 && this.#options.versionHeader === 'tolerate') {
      this.#become('version')
      this.#matched = 1
      return
    }
    this.#become('data')
    this.#data(Buffer.from([octet]), 0, 1)
  }

  #checksum(octet: number): void {
    if (octetClass[octet]! > 63) this.#failed = true
    else if (this.#matched + 1 === CHECKSUM_CHARACTERS) this.#become('after')
    else this.#matched += 1
  }

  #after(octet: number): void {
    const kind = octetClass[octet]!
    if (kind === DASH && this.#matched > 0) {
      this.#become('end')
      this.#matched = 1
    } else if (kind === LINE_FEED) this.#matched = 1
    else if (kind !== CARRIAGE_RETURN) this.#failed = true
  }

  #become(state: State): void {
    this.#state = state
    this.#matched = 0
  }
}
