import { once } from 'node:events'
import { connect, type TLSSocket } from 'node:tls'

/** How long a server may take for one line before the measurement is given up. */
const PATIENCE_MS = 120_000

/** A TLS connection of lines that costs little: what comes is cut into lines, each handed out once, in order. */
export class LineConnection {
  readonly #socket: TLSSocket
  readonly #lines: string[] = []
  #rest = ''
  #wake: (() => void) | undefined
  #ended = false

  private constructor(socket: TLSSocket) {
    this.#socket = socket
    socket.setTimeout(0)
    socket.on('error', () => {})
    socket.on('data', (chunk: Buffer) => this.#take(chunk))
    socket.on('close', () => {
      this.#ended = true
      this.#wake?.()
    })
  }

  /** Connects to a port of this machine. `session` resumes an earlier one. */
  static async open(port: number, session?: Buffer): Promise<LineConnection> {
    const socket = connect({
      host: '127.0.0.1',
      port,
      rejectUnauthorized: false,
      ...(session === undefined ? {} : { session }),
    })
    socket.setNoDelay(true)
    await once(socket, 'secureConnect')
    return new LineConnection(socket)
  }

  get socket(): TLSSocket {
    return this.#socket
  }

  send(bytes: string | Buffer): void {
    this.#socket.write(bytes)
  }

  /** The next line without its end. @throws when the connection ends or nothing comes */
  async line(): Promise<string> {
    while (this.#lines.length === 0) {
      if (this.#ended) throw new Error('the server closed the connection')
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('the server does not answer')), PATIENCE_MS)
        this.#wake = () => {
          clearTimeout(timer)
          this.#wake = undefined
          resolve()
        }
      })
    }
    return this.#lines.shift()!
  }

  /** Reads lines until one matches, and returns it. */
  async until(pattern: RegExp): Promise<string> {
    for (;;) {
      const line = await this.line()
      if (pattern.test(line)) return line
    }
  }

  close(): void {
    this.#socket.destroy()
  }

  #take(chunk: Buffer): void {
    const parts = (this.#rest + chunk.toString('latin1')).split('\r\n')
    this.#rest = parts.pop()!
    if (parts.length === 0) return
    this.#lines.push(...parts)
    this.#wake?.()
  }
}
