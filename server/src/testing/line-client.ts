import { connect, type Socket } from 'node:net'
import { type ConnectionOptions, connect as connectTls, TLSSocket } from 'node:tls'

const patienceMs = 30_000

/** Speaks a protocol of lines: sends one, waits for what it expects, keeps the whole conversation. */
export class LineClient {
  #socket: Socket
  #received = ''
  #wake: () => void = () => {}
  #ended = false

  private constructor(socket: Socket) {
    this.#socket = socket
    this.#listen()
  }

  static plain(port: number): LineClient {
    return new LineClient(connect({ port, host: '127.0.0.1', noDelay: true }))
  }

  static secure(port: number, options: ConnectionOptions = {}): LineClient {
    return new LineClient(connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options }))
  }

  #listen(): void {
    this.#socket.on('data', (chunk: Buffer) => {
      this.#received += chunk.toString('latin1')
      this.#wake()
    })
    this.#socket.on('error', () => {})
    this.#socket.on('close', () => {
      this.#ended = true
      this.#wake()
    })
  }

  send(line: string): void {
    this.#socket.write(`${line}\r\n`)
  }

  /** Waits until the pattern is in what came since the last match, and takes that part. @throws with what came */
  async expect(pattern: RegExp): Promise<string> {
    const deadline = performance.now() + patienceMs
    for (;;) {
      const match = pattern.exec(this.#received)
      if (match !== null) {
        const taken = this.#received.slice(0, match.index + match[0].length)
        this.#received = this.#received.slice(taken.length)
        return taken
      }
      const left = deadline - performance.now()
      if (this.#ended || left <= 0)
        throw new Error(`expected ${pattern}, got ${JSON.stringify(this.#received)}`)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }

  ask(line: string, pattern: RegExp): Promise<string> {
    this.send(line)
    return this.expect(pattern)
  }

  /** The client's side of STARTTLS, after the server's go-ahead. */
  async startTls(): Promise<void> {
    this.#socket.removeAllListeners()
    const plain = this.#socket
    this.#socket = await new Promise<Socket>((resolve, reject) => {
      const secured = connectTls({ socket: plain, rejectUnauthorized: false }, () => resolve(secured))
      secured.once('error', reject)
    })
    this.#listen()
  }

  /** The certificate the server showed, PEM's body in DER. */
  get certificate(): Buffer {
    if (!(this.#socket instanceof TLSSocket)) throw new Error('not secure')
    return this.#socket.getPeerCertificate().raw
  }

  /** Waits until the server has closed. */
  async closed(): Promise<void> {
    while (!this.#ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  destroy(): void {
    this.#socket.destroy()
  }
}
