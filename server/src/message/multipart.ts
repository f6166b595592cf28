const LF = 0x0a
const CR = 0x0d
const DASHES = Buffer.from('\n--')
/** White space a delimiter line may end with (RFC 2046 section 5.1.1), bounded so that it cannot be collected. */
const PADDING_LIMIT = 64

export interface MultipartSink {
  /** Octets before the first delimiter. */
  preamble(bytes: Buffer, start: number, end: number): boolean
  partStart(): boolean
  part(bytes: Buffer, start: number, end: number): boolean
  partEnd(): boolean
  /** Octets after the closing delimiter. */
  epilogue(bytes: Buffer, start: number, end: number): boolean
}

/**
 * Cuts a multipart body at its delimiter lines while it arrives (RFC 2046 section 5.1.1), never holding more than one
 * such line. The line end before a delimiter belongs to the delimiter. A line that begins like a delimiter and goes on
 * differently is refused: programs disagree on what it is, and text could hide there.
 */
export class MultipartReader {
  readonly #delimiter: Buffer
  readonly #sink: MultipartSink
  #region: 'preamble' | 'part' | 'epilogue' = 'preamble'
  /** Octets that may turn out to belong to a delimiter; the first `#given` of them are only context. */
  #held: Buffer = Buffer.from('\r\n')
  #given = 2
  #failed = false

  constructor(boundary: string, sink: MultipartSink) {
    this.#delimiter = Buffer.from(`--${boundary}`, 'latin1')
    this.#sink = sink
  }

  /** False once the body is refused. */
  write(chunk: Buffer): boolean {
    if (this.#failed) return false
    const data = Buffer.concat([this.#held, chunk])
    let given = this.#given
    let from = 0
    for (;;) {
      const lineFeed = data.indexOf(DASHES, from)
      if (lineFeed === -1) return this.#hold(data, given, Math.max(from, data.length - 3))
      const match = this.#match(data, lineFeed + 1)
      if (match === 'no') {
        from = lineFeed + 1
        continue
      }
      if (match === 'refused') return this.#fail()
      const contentEnd = lineFeed > 0 && data[lineFeed - 1] === CR ? lineFeed - 1 : lineFeed
      if (match === 'unknown') return this.#hold(data, given, contentEnd)
      if (!this.#give(data, given, contentEnd) || !this.#advance(match.closing)) return this.#fail()
      from = match.lineFeed
      given = match.lineFeed + 1
    }
  }

  /** True when the closing delimiter was seen and everything was accepted. */
  end(): boolean {
    if (!this.write(Buffer.from('\r\n'))) return false
    if (!this.#give(this.#held, this.#given, this.#held.length)) return this.#fail()
    return this.#region === 'epilogue'
  }

  #match(data: Buffer, start: number): 'no' | 'unknown' | 'refused' | { closing: boolean; lineFeed: number } {
    const delimiter = this.#delimiter
    const available = Math.min(delimiter.length, data.length - start)
    if (data.compare(delimiter, 0, available, start, start + available) !== 0) return 'no'
    const after = start + delimiter.length
    const lineFeed = available < delimiter.length ? -1 : data.indexOf(LF, after)
    if (lineFeed === -1) return data.length - after > PADDING_LIMIT ? 'refused' : 'unknown'
    if (this.#region === 'epilogue' || lineFeed - after > PADDING_LIMIT) return 'refused'
    const rest = /^(--)?[ \t]*\r\n$/.exec(data.toString('latin1', after, lineFeed + 1))
    return rest ? { closing: rest[1] !== undefined, lineFeed } : 'refused'
  }

  #advance(closing: boolean): boolean {
    const sink = this.#sink
    if (this.#region === 'part' && !sink.partEnd()) return false
    if (this.#region === 'preamble' && closing) return false
    this.#region = closing ? 'epilogue' : 'part'
    return closing || sink.partStart()
  }

  #give(data: Buffer, start: number, end: number): boolean {
    return end <= start || this.#sink[this.#region](data, start, end)
  }

  #hold(data: Buffer, given: number, from: number): boolean {
    if (!this.#give(data, given, from)) return this.#fail()
    // context before `given` is kept only as far as it may begin a delimiter
    const keep = Math.min(from, data.length)
    this.#held = data.subarray(keep)
    this.#given = Math.max(0, given - keep)
    return true
  }

  #fail(): false {
    this.#failed = true
    return false
  }
}
