import { type AddressInfo, isIPv4, type Server, type Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Config, Ports } from '../config/config.ts'
import { fixedLimits } from '../config/limits.ts'
import type { Log } from '../log/log.ts'
import { alpnProtocols, type Protocol, protocolOf } from './alpn.ts'
import { bind } from './bind.ts'
import { type ConnectionBound, ConnectionCount } from './connections.ts'
import type { ConnectionInfo } from './handler.ts'
import { type Tls, wireFormat } from './tls.ts'

/** Takes over established connections of one protocol. */
export type Accept = (socket: Socket | TLSSocket, info: ConnectionInfo) => void

export interface ListenerDeps {
  readonly tls: Tls
  readonly log: Log
  readonly accept: Readonly<Record<Protocol, Accept>>
}

export interface Listener {
  /** Opens every port of the configuration. @throws BindError; nothing stays open then. */
  start(): Promise<void>
  /** No new connections; handshakes under way are cut. Those that stand go on. */
  stop(): Promise<void>
  /** The ports really open, once started; differs from the configuration where `anyPort` was asked. */
  readonly ports: Partial<Ports>
  /** Open connections by protocol. */
  count(protocol: Protocol): number
}

/** How each port begins. `smtp` from other servers has no row: nothing may reach it yet. */
const rows = {
  https: { tls: true, alpn: wireFormat(alpnProtocols), protocol: protocolOf },
  http: { tls: false, protocol: () => 'web' },
  imaps: { tls: true, protocol: () => 'imap' },
  imap: { tls: false, protocol: () => 'imap' },
  submissions: { tls: true, protocol: () => 'submission' },
  submission: { tls: false, protocol: () => 'submission' },
} as const satisfies Partial<Record<keyof Ports, PortRow>>

interface PortRow {
  readonly tls: boolean
  readonly alpn?: Buffer
  readonly protocol: (alpn: string | false | null) => Protocol
}

/** What a peer is told when all places are taken (RFC 9051 section 7.1.5, RFC 5321 section 3.8). HTTP is just closed. */
const refusals: Readonly<Record<Protocol, string>> = {
  imap: '* BYE [UNAVAILABLE] Too many connections, try again in a minute\r\n',
  submission: '421 4.7.0 Too many connections, try again in a minute\r\n',
  web: '',
}

/** Everything that listens: sockets, handshakes, counting. Protocols get established connections only. */
export function createListener(
  config: Pick<Config, 'listen' | 'ports' | 'limits'>,
  { tls, log, accept }: ListenerDeps,
  { anyPort = false }: { anyPort?: boolean } = {},
): Listener {
  const counts = connectionCounts(config.limits)
  const handshakes = new ConnectionCount(bound(fixedLimits.handshakes.value))
  const shaking = new Set<Socket>()
  const servers: Server[] = []
  const ports: { -readonly [name in keyof Ports]?: number } = {}
  let lastId = 0

  const establish = (socket: Socket | TLSSocket, protocol: Protocol, secure: boolean) => {
    const release = counts[protocol].take(socket.remoteAddress)
    if (release === undefined) {
      log.warn('connection.refused', { protocol, reason: 'too-many', open: counts[protocol].total })
      socket.on('error', () => socket.destroy())
      socket.end(refusals[protocol], () => socket.destroy())
      return
    }
    socket.once('close', release)
    lastId += 1
    accept[protocol](socket, { secure, id: lastId })
  }

  const shakeHands = async (socket: Socket, row: PortRow) => {
    const release = handshakes.take(socket.remoteAddress)
    if (release === undefined) {
      log.warn('connection.refused', { protocol: 'tls', reason: 'too-many', open: handshakes.total })
      socket.destroy()
      return
    }
    shaking.add(socket)
    try {
      const secured = await tls.upgrade(socket, row.alpn === undefined ? {} : { alpn: row.alpn })
      if (!secured.destroyed) establish(secured, row.protocol(secured.alpnProtocol), true)
    } catch (error) {
      log.debug('handshake.failed', { reason: reasonOf(error) })
    } finally {
      shaking.delete(socket)
      release()
    }
  }

  const open = async (name: keyof typeof rows) => {
    const row: PortRow = rows[name]
    let port = anyPort ? 0 : config.ports[name]
    for (const address of config.listen) {
      const onSocket = (socket: Socket) => {
        // Until a protocol listens for itself, a reset must not end the process.
        socket.on('error', () => {})
        if (row.tls) void shakeHands(socket, row)
        else establish(socket, row.protocol(null), false)
      }
      const server = await bind(name, address, port, onSocket, { ipv6Only: config.listen.some(isIPv4) })
      servers.push(server)
      port = (server.address() as AddressInfo).port
    }
    ports[name] = port
  }

  const stop = async () => {
    const closing = servers.splice(0)
    for (const server of closing) server.close()
    for (const socket of shaking) socket.destroy()
  }

  return {
    ports,
    count: (protocol) => counts[protocol].total,
    async start() {
      try {
        for (const name of Object.keys(rows) as (keyof typeof rows)[]) {
          if (config.ports[name] !== 0) await open(name)
        }
      } catch (error) {
        await stop()
        throw error
      }
    },
    stop,
  }
}

const bound = (total: number): ConnectionBound => ({
  total,
  perAddress: Math.max(1, Math.floor(total * fixedLimits.address_share.value)),
})

const connectionCounts = (limits: Config['limits']): Record<Protocol, ConnectionCount> => ({
  imap: new ConnectionCount(bound(limits.imap_connections)),
  submission: new ConnectionCount(bound(limits.smtp_connections)),
  web: new ConnectionCount(bound(fixedLimits.http_connections.value)),
})

const reasonOf = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException
  return code ?? message
}
