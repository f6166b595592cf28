import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

interface Reply {
  readonly return?: unknown
  readonly error?: { readonly desc: string }
  readonly event?: string
}

/** QEMU's control socket (QEMU Machine Protocol). One command at a time. */
export class Qmp {
  readonly #socket: Socket
  readonly #waiting: ((reply: Reply) => void)[] = []

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('error', () => {})
    socket.on('close', () => {
      for (const resolve of this.#waiting.splice(0)) resolve({ error: { desc: 'QEMU has gone' } })
    })
    createInterface({ input: socket }).on('line', (line) => {
      const reply = JSON.parse(line) as Reply
      if ('return' in reply || 'error' in reply) this.#waiting.shift()?.(reply)
    })
  }

  static async connect(path: string): Promise<Qmp> {
    const socket = connect(path)
    await once(socket, 'connect')
    const qmp = new Qmp(socket)
    await qmp.execute('qmp_capabilities')
    return qmp
  }

  /** @throws with QEMU's own words */
  async execute(command: string, args: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    const reply = await new Promise<Reply>((resolve) => {
      if (this.#socket.destroyed) return resolve({ error: { desc: 'QEMU has gone' } })
      this.#waiting.push(resolve)
      this.#socket.write(`${JSON.stringify({ execute: command, arguments: args })}\n`)
    })
    if (reply.error) throw new Error(`QEMU refused ${command}: ${reply.error.desc}`)
    return reply.return
  }

  /** A command of the human monitor; returns what it prints, which is nothing when all is well. */
  monitor(line: string): Promise<unknown> {
    return this.execute('human-monitor-command', { 'command-line': line })
  }

  close(): void {
    this.#socket.destroy()
  }
}
