import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A port of this machine that leads to another one, a fixed time further away. */
export interface DelayedPort {
  readonly port: number
  /** Ends it with every connection through it. */
  close(): void
}

/**
 * A TCP proxy on 127.0.0.1 that adds a round-trip time, and one for the handshake of TCP, which the kernel answers on
 * loopback at once. Order is kept, and the rate is not bounded: chat messages are small.
 *
 * @param roundTripMs half of it in each direction
 */
export const delayedPort = async (target: number, roundTripMs: number): Promise<DelayedPort> => {
  const open = new Set<Socket>()
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true, noDelay: true }, (near) => {
    keep(near, open)
    setTimeout(() => {
      const far = connect({ host: '127.0.0.1', port: target, allowHalfOpen: true, noDelay: true })
      keep(far, open)
      later(near, far, roundTripMs / 2)
      later(far, near, roundTripMs / 2)
    }, roundTripMs)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}

const keep = (socket: Socket, open: Set<Socket>): void => {
  open.add(socket)
  socket.on('error', () => {})
  socket.on('close', () => open.delete(socket))
}

/** Timers of the same length end in the order in which they began, so octets keep theirs. */
const later = (from: Socket, to: Socket, ms: number): void => {
  from.on('data', (chunk) => setTimeout(() => to.write(chunk), ms))
  from.on('end', () => setTimeout(() => to.end(), ms))
  from.on('close', (broken) => {
    if (broken) setTimeout(() => to.destroy(), ms)
  })
  from.resume()
}
