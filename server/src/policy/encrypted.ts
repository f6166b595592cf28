import { fixedLimits } from '../config/limits.ts'
import { contentTypeOf, transferEncodingOf } from '../message/content-type.ts'
import { type Header, parseHeader } from '../message/header.ts'
import { HeaderCollector } from '../message/header-block.ts'
import { MultipartReader, type MultipartSink } from '../message/multipart.ts'
import { createTransferDecoder, type TransferDecoder } from '../message/transfer-encoding.ts'
import { type ArmorOptions, ArmorReader } from './armor.ts'
import { isSecureJoinBody, secureJoinStep } from './securejoin.ts'
import { ShortText } from './short-text.ts'

export type Refusal =
  | 'header-malformed'
  | 'header-too-long'
  | 'content-type'
  | 'transfer-encoding'
  | 'not-encrypted'
  | 'structure'

export type Verdict = 'encrypted' | 'securejoin' | { readonly refused: Refusal }

/** Judges one message while it arrives. State is bounded: one header block, one delimiter line, a few numbers. */
export interface Gate {
  /** False once the message is refused; the rest need not be written. */
  write(chunk: Buffer): boolean
  end(): Verdict
}

/** What a leaf part must be: its media type, where its decoded octets go, and whether they were right. */
interface ExpectedPart {
  readonly mediaType: string
  write(bytes: Buffer, start: number, end: number): boolean
  end(): boolean
}

/** The encryption gate for a message from its first octet on (docs/protocol.md, what counts as encrypted). */
export function createGate(options: ArmorOptions): Gate {
  const collector = new HeaderCollector(fixedLimits.header_bytes.value)
  let body: Gate | undefined
  const start = (): Gate => {
    const header = parseHeader(collector.bytes())
    return header ? createBodyGate(header, options) : refusing('header-malformed')
  }
  return {
    write(chunk) {
      if (body) return body.write(chunk)
      const offset = collector.write(chunk)
      if (collector.tooLong) body = refusing('header-too-long')
      else if (offset !== -1) body = start()
      return body && offset !== -1 ? body.write(chunk.subarray(offset)) : !collector.tooLong
    },
    end: () => (body ?? start()).end(),
  }
}

/** The same for a message whose header is already parsed: only body octets are written. */
export function createBodyGate(header: Header, options: ArmorOptions): Gate {
  const type = contentTypeOf(header)
  if (!type) return refusing('content-type')
  if (transferEncodingOf(header) !== 'identity') return refusing('transfer-encoding')
  if (type.boundary === undefined) return refusing('not-encrypted')
  if (type.mediaType === 'multipart/encrypted') {
    return new MultipartGate('encrypted', type.boundary, encryptedParts(options))
  }
  const step = secureJoinStep(header)
  if (!step || !type.mediaType.startsWith('multipart/')) return refusing('not-encrypted')
  return new MultipartGate('securejoin', type.boundary, [
    shortPart('text/plain', (text) => isSecureJoinBody(text, step)),
  ])
}

/** RFC 3156 section 4. */
function encryptedParts(options: ArmorOptions): ExpectedPart[] {
  const armor = new ArmorReader(options)
  return [
    shortPart('application/pgp-encrypted', (text) => text.trim() === 'Version: 1'),
    {
      mediaType: 'application/octet-stream',
      write: (bytes, start, end) => armor.write(bytes, start, end),
      end: () => armor.end(),
    },
  ]
}

function shortPart(mediaType: string, accepts: (text: string) => boolean): ExpectedPart {
  const body = new ShortText(fixedLimits.control_part_bytes.value)
  return {
    mediaType,
    write: (bytes, start, end) => body.write(bytes, start, end),
    end: () => accepts(body.text),
  }
}

const refusing = (refused: Refusal): Gate => ({ write: () => false, end: () => ({ refused }) })

/** A multipart body with exactly the expected leaf parts, in order, and no words outside of them. */
class MultipartGate implements Gate, MultipartSink {
  readonly #verdict: 'encrypted' | 'securejoin'
  readonly #reader: MultipartReader
  readonly #expected: readonly ExpectedPart[]
  #refused: Refusal = 'structure'
  #preamble = 0
  #parts = 0
  #header = new HeaderCollector(0)
  #decoder: TransferDecoder | undefined

  constructor(verdict: 'encrypted' | 'securejoin', boundary: string, expected: readonly ExpectedPart[]) {
    this.#verdict = verdict
    this.#reader = new MultipartReader(boundary, this)
    this.#expected = expected
  }

  write(chunk: Buffer): boolean {
    return this.#reader.write(chunk)
  }

  end(): Verdict {
    return this.#reader.end() && this.#parts === this.#expected.length
      ? this.#verdict
      : { refused: this.#refused }
  }

  preamble(bytes: Buffer, start: number, end: number): boolean {
    // mail programs put one sentence for old readers here; that much cannot carry a message
    if (this.#verdict === 'securejoin') return this.epilogue(bytes, start, end)
    this.#preamble += end - start
    return this.#preamble <= fixedLimits.preamble_bytes.value
  }

  epilogue(bytes: Buffer, start: number, end: number): boolean {
    return bytes.toString('latin1', start, end).trim() === ''
  }

  partStart(): boolean {
    this.#parts += 1
    this.#header = new HeaderCollector(fixedLimits.part_header_bytes.value)
    this.#decoder = undefined
    return this.#parts <= this.#expected.length
  }

  part(bytes: Buffer, start: number, end: number): boolean {
    if (this.#decoder) return this.#content(bytes, start, end)
    const piece = bytes.subarray(start, end)
    const offset = this.#header.write(piece)
    if (offset === -1) return !this.#header.tooLong
    return this.#bodyStart() && this.#content(bytes, start + offset, end)
  }

  partEnd(): boolean {
    const expected = this.#expected[this.#parts - 1]!
    if (this.#decoder?.end() && expected.end()) return true
    this.#refused = 'not-encrypted'
    return false
  }

  #bodyStart(): boolean {
    const header = parseHeader(this.#header.bytes())
    const encoding = header && transferEncodingOf(header)
    const expected = this.#expected[this.#parts - 1]!
    if (!header || !encoding || contentTypeOf(header)?.mediaType !== expected.mediaType) return false
    this.#decoder = createTransferDecoder(encoding, (bytes, start, end) => expected.write(bytes, start, end))
    return true
  }

  #content(bytes: Buffer, start: number, end: number): boolean {
    if (start >= end || this.#decoder!.write(bytes, start, end)) return true
    this.#refused = 'not-encrypted'
    return false
  }
}
