import { createServer, type Server, type Socket } from 'node:net'
import { fixedLimits } from '../config/limits.ts'

/** A port could not be opened; the message says what to do about it. */
export class BindError extends Error {
  override name = 'BindError'
}

/**
 * Opens one port on one address. Sockets come without Nagle's delay (small answers must not wait) and with
 * keep-alive (phones vanish without a word).
 *
 * @param name of the port in the configuration, for the error
 * @param options `ipv6Only` keeps `::` from taking IPv4 too
 * @throws BindError with the remedy
 */
export function bind(
  name: string,
  address: string,
  port: number,
  onSocket: (socket: Socket) => void,
  { ipv6Only = false }: { readonly ipv6Only?: boolean } = {},
): Promise<Server> {
  const server = createServer(
    { noDelay: true, keepAlive: true, keepAliveInitialDelay: fixedLimits.keep_alive_ms.value },
    onSocket,
  )
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explained(error, name, address, port)))
    server.listen({ host: address, port, ipv6Only, backlog: fixedLimits.accept_backlog.value }, () => {
      server.removeAllListeners('error')
      // After this only accept can fail (no descriptors left); the sockets that stand must live on.
      server.on('error', () => {})
      resolve(server)
    })
  })
}

function explained(error: NodeJS.ErrnoException, name: string, address: string, port: number): Error {
  const where = `port ${port} (ports.${name})`
  switch (error.code) {
    case 'EADDRINUSE':
      return new BindError(
        `${where} is used by another program. Stop it (ss -ltnp 'sport = :${port}' shows which), or choose ` +
          `another port: --set ports.${name}=PORT, 0 for none.`,
      )
    case 'EACCES':
      return new BindError(
        `${where} needs more rights than this user has. Start it by its systemd unit, or as root, or choose ` +
          `ports from 1024 on: --set ports.${name}=PORT.`,
      )
    case 'EADDRNOTAVAIL':
      return new BindError(
        `this machine has no address ${address}. Correct listen; "::" means every address. ip address lists them.`,
      )
    case 'EAFNOSUPPORT':
      return new BindError(
        `this machine has no IPv6, so it cannot listen on ${address}. Write listen = ["0.0.0.0"].`,
      )
    default:
      return error
  }
}
