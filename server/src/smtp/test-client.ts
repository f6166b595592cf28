import { connect, type Socket } from 'node:net'
import { type ConnectionOptions, connect as connectTls } from 'node:tls'
import { PASSWORD } from './fixture.ts'

/** A raw SMTP client for transcripts: sends exactly what it is told, reads one reply at a time. */
export class TestClient {
  #socket: Socket
  #buffer = ''
  #closed = false
  /** How often the server was heard, in TLS records. */
  pieces = 0
  #wake: (() => void) | undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    this.#listen(socket)
  }

  static async plain(port: number): Promise<TestClient> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    return new TestClient(socket)
  }

  static async tls(port: number): Promise<TestClient> {
    return new TestClient(
      connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false, noDelay: true } as ConnectionOptions),
    )
  }

  #listen(socket: Socket): void {
    socket.on('data', (data: Buffer) => {
      this.pieces += 1
      this.#buffer += data.toString('latin1')
      this.#wake?.()
    })
    const closed = (): void => {
      if (socket !== this.#socket) return
      this.#closed = true
      this.#wake?.()
    }
    socket.on('close', closed)
    socket.on('end', closed)
    socket.on('error', closed)
  }

  /** Talks TLS from now on. */
  secure(): void {
    const plain = this.#socket
    plain.removeAllListeners('data')
    this.#socket = connectTls({ socket: plain, rejectUnauthorized: false })
    this.#listen(this.#socket)
  }

  send(data: string | Buffer): void {
    this.#socket.write(data)
  }

  /** The next whole reply, lines joined by LF; `closed` when the server has gone. */
  async reply(): Promise<string> {
    for (;;) {
      const match = /^(?:\d{3}-[^\r\n]*\r\n)*\d{3}(?: [^\r\n]*)?\r\n/.exec(this.#buffer)
      if (match) {
        this.#buffer = this.#buffer.slice(match[0].length)
        return match[0].trimEnd().replaceAll('\r\n', '\n')
      }
      if (this.#closed) return 'closed'
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  async ask(command: string | Buffer): Promise<string> {
    this.send(command)
    return await this.reply()
  }

  /** Greeting, EHLO and AUTH PLAIN. */
  async login(address: string, password = PASSWORD): Promise<void> {
    await this.reply()
    await this.ask('EHLO [127.0.0.1]\r\n')
    const answer = await this.ask(
      `AUTH PLAIN ${Buffer.from(`\0${address}\0${password}`).toString('base64')}\r\n`,
    )
    if (!answer.startsWith('235')) throw new Error(answer)
  }

  /** One whole pipelined message; the replies to MAIL, RCPT, DATA and the message. */
  async submit(from: string, to: string, message: Buffer | string): Promise<string[]> {
    this.send(`MAIL FROM:<${from}>\r\nRCPT TO:<${to}>\r\nDATA\r\n`)
    const replies = [await this.reply(), await this.reply(), await this.reply()]
    if (!replies[2]!.startsWith('354')) return replies
    this.send(message)
    return [...replies, await this.ask('.\r\n')]
  }

  close(): void {
    this.#socket.destroy()
  }
}
