import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { within } from '../target.ts'

/** A loopback port whose connections go to whoever is asked at the moment. */
export interface Port {
  /** Takes the next connections. */
  accept: (socket: Socket) => void
  /**
   * Says the pieces, with `halfClose` also that nothing more comes, and waits until the server has closed.
   *
   * @returns what it said, latin1; `cut` when the connection was reset, which may take the last line along
   */
  talk(pieces: readonly Buffer[], how?: { halfClose: boolean }): Promise<{ said: string; cut: boolean }>
  /** A connection to the port. */
  dial(): Socket
  close(): Promise<void>
}

/** How long a server may leave a client without the end it asked for. */
const PATIENCE_MS = 4000

export const openPort = async (): Promise<Port> => {
  const server: Server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => {})
    port.accept(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port: number } = server.address() as AddressInfo
  const port: Port = {
    accept: (socket) => socket.destroy(),
    async talk(pieces, how) {
      const socket = port.dial()
      let said = ''
      let cut = false
      socket.setEncoding('latin1')
      socket.on('data', (text: string) => {
        said += text
      })
      socket.on('error', () => {
        cut = true
      })
      const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()))
      try {
        for (const piece of pieces) {
          if (!socket.writable) break
          socket.write(piece)
          await turn()
        }
        if (how?.halfClose === true) socket.end()
        await within(PATIENCE_MS, `the conversation: ${said.slice(-300)}`, closed)
      } finally {
        socket.destroy()
      }
      return { said, cut }
    },
    dial() {
      const socket = connect({ port: number, host: '127.0.0.1', noDelay: true })
      return socket.on('error', () => {})
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return port
}
