import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { type Duplex, duplexPair } from 'node:stream'
import type { TestImap } from './server.ts'

/** The other end of a connection: sends what it is told, reads line by line, each read with a deadline. */
export class Client {
  readonly duplex: Duplex
  #input = ''
  #ended = false
  readonly #patience: number
  #wake: (() => void) | undefined

  /** @param patience how long one read may take, in milliseconds */
  constructor(duplex: Duplex, patience = 3000) {
    this.#patience = patience
    this.duplex = duplex
    duplex.setEncoding('latin1')
    duplex.on('data', (text: string) => {
      this.#input += text
      this.#wake?.()
    })
    const end = (): void => {
      this.#ended = true
      duplex.end()
      this.#wake?.()
    }
    duplex.on('end', end).on('close', end).on('error', end)
  }

  /** Connected to the server by a pair of streams, without a network. */
  static connect(server: TestImap, secure = true): Client {
    const [near, far] = duplexPair()
    server.imap.handle(far as Socket, { secure, id: 0 })
    return new Client(near)
  }

  /** What has come and was not read. */
  get unread(): string {
    return this.#input
  }

  get ended(): boolean {
    return this.#ended
  }

  send(octets: string | Buffer): void {
    this.duplex.write(typeof octets === 'string' ? Buffer.from(octets, 'latin1') : octets)
  }

  /** Hangs up. */
  close(): void {
    this.duplex.end()
  }

  /** The next line without its end; `undefined` when the server closed. */
  async line(): Promise<string | undefined> {
    while (!this.#input.includes('\r\n')) {
      if (this.#ended) return undefined
      await this.#more()
    }
    const at = this.#input.indexOf('\r\n')
    const line = this.#input.slice(0, at)
    this.#input = this.#input.slice(at + 2)
    return line
  }

  /** Sends a command and reads up to its tagged reply. */
  async command(text: string, tag = 'a'): Promise<string[]> {
    this.send(`${tag} ${text}\r\n`)
    const lines: string[] = []
    for (;;) {
      const line = await this.line()
      assert.notEqual(line, undefined, `closed after ${text.slice(0, 80)}: ${lines.join(' | ')}`)
      lines.push(line!)
      if (line!.startsWith(`${tag} `)) return lines
    }
  }

  /** Waits until the server has closed; returns all that was still to read. */
  async toEnd(): Promise<string> {
    while (!this.#ended) await this.#more()
    return this.#input
  }

  #more(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#wake = undefined
        reject(
          new Error(`the server said nothing more; unread: ${JSON.stringify(this.#input.slice(0, 200))}`),
        )
      }, this.#patience)
      this.#wake = () => {
        clearTimeout(timer)
        this.#wake = undefined
        resolve()
      }
    })
  }
}
