import { SMTPStream } from 'smtp-server/lib/smtp-stream.js'
import { DataReader, type DataViolation } from './data-reader.ts'

const LF = 0x0a
const CR = 0x0d
/** Commands handled in one turn of the event loop before others get theirs. */
const COMMANDS_PER_TURN = 100
const EMPTY = Buffer.alloc(0)

/** Takes the octets of one message. */
export interface MessageSink {
  /** Content without stuffed dots. Takes ownership of `chunk`; a promise asks to wait before the next call. */
  write(chunk: Buffer): Promise<void> | undefined
  /** The end of data was seen; resolves when the reply is out and commands may go on. Never rejects. */
  end(violation: DataViolation | undefined): Promise<void>
}

/** What the stream asks of the connection it belongs to. */
export interface CommandStreamOwner {
  /** Between these, replies are held together so that they leave in one TLS record. */
  holdReplies(): void
  releaseReplies(): void
  /** A command line with a bare CR, bare LF or NUL. */
  badLine(): void
}

/**
 * Cuts the octets of a client into command lines and messages. It stands in for the parser of smtp-server, which
 * accepts bare line feeds and spends one turn of the event loop on every stuffed dot (docs/dependencies.md).
 */
export class CommandStream extends SMTPStream {
  readonly #owner: CommandStreamOwner
  #input: Buffer = EMPTY
  #position = 0
  #sink: MessageSink | undefined
  #reader = new DataReader()
  /** Octets of the chunk being worked on, for `pending`. */
  #chunkLength = 0
  #running = false
  #again = false
  #next: ((error?: Error | null) => void) | undefined

  constructor(owner: CommandStreamOwner, maxCommandLength: number) {
    super({ maxCommandLength })
    this.#owner = owner
  }

  /** Octets that arrived after the command being handled. */
  get pending(): number {
    return this.#input.length - this.#position + this.writableLength - this.#chunkLength
  }

  /** What follows the current command is a message. */
  startMessage(sink: MessageSink): void {
    this.#sink = sink
    this.#reader = new DataReader()
    this._dataMode = true
  }

  override _write(chunk: Buffer, _encoding: unknown, next: (error?: Error | null) => void): void {
    const rest = this.#input.length - this.#position
    this.#input = rest > 0 ? Buffer.concat([this.#input.subarray(this.#position), chunk]) : chunk
    this.#position = 0
    this.#chunkLength = chunk.length
    this.#next = next
    this.#run()
  }

  /** A line without its end is not a command, not even when the client has gone. */
  override _flushData(): void {
    this.#input = EMPTY
    this.#position = 0
  }

  /** Works through the input until it is used up or something has to be waited for. */
  #run(): void {
    if (this.#running) {
      this.#again = true
      return
    }
    this.#running = true
    this.#owner.holdReplies()
    let usedUp = false
    try {
      usedUp = this.#work()
    } finally {
      this.#running = false
      this.#owner.releaseReplies()
    }
    // last, because it may bring the next chunk at once
    if (usedUp) this.#done()
  }

  /** True when the input is used up. */
  #work(): boolean {
    for (let count = 0; ; count += 1) {
      if (this.isClosed) {
        this._flushData()
        return true
      }
      if (count === COMMANDS_PER_TURN) {
        setImmediate(() => this.#run())
        return false
      }
      this.#again = false
      if (this.#sink) {
        if (this.#position === this.#input.length) return true
        this.#message(this.#sink)
      } else if (!this.#command()) return true
      if (!this.#again) return false
    }
  }

  /** Hands one line over; false when there is no whole line. */
  #command(): boolean {
    const lineFeed = this.#input.indexOf(LF, this.#position)
    const length = (lineFeed === -1 ? this.#input.length : lineFeed) - this.#position
    if (length > this._maxCommandLength) {
      this._flushData()
      this.destroy(new Error('Command line too long'))
      return false
    }
    if (lineFeed === -1) return false
    const line = this.#input.subarray(this.#position, lineFeed - 1)
    const bare = this.#input[lineFeed - 1] !== CR || length === 0 || line.includes(CR) || line.includes(0)
    this.#position = lineFeed + 1
    if (bare) {
      this.#owner.badLine()
      this.#again = true
    } else this.oncommand(line, () => this.#run())
    return true
  }

  #message(sink: MessageSink): void {
    const start = this.#position
    const next = this.#reader.read(this.#input, start)
    const content = this.#input.subarray(start, start + this.#reader.length)
    this.#position = next === -1 ? this.#input.length : next
    const wait = content.length > 0 ? sink.write(content) : undefined
    if (next !== -1) {
      this.#sink = undefined
      this._dataMode = false
      const { violation } = this.#reader
      void (wait ? wait.then(() => sink.end(violation)) : sink.end(violation)).then(() => this.#run())
    } else if (wait) void wait.then(() => this.#run())
    else this.#again = true
  }

  #done(): void {
    this.#chunkLength = 0
    const next = this.#next
    this.#next = undefined
    next?.()
  }
}
