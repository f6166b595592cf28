import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:tls'
import { createKey, issueSelfSigned } from '../../src/certificate/self-signed.ts'
import { serveImap } from './imap.ts'
import { FloorMailboxes } from './mailboxes.ts'
import { serveSmtp } from './smtp.ts'

/** The floor in a process of its own, so that the clients do not share its thread: tells its ports, then serves. */
export interface FloorPorts {
  readonly imaps: number
  readonly submissions: number
}

const key = createKey()
const cert = await issueSelfSigned(key, { dns: ['_floor.test'], ip: ['127.0.0.1'] })
const mailboxes = new FloorMailboxes()

const listen = async (
  protocol: string,
  serve: (socket: Socket, mailboxes: FloorMailboxes) => void,
): Promise<number> => {
  const server = createServer({ key, cert, ALPNProtocols: [protocol], noDelay: true }, (socket) =>
    serve(socket, mailboxes),
  )
  server.on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

const ports: FloorPorts = {
  imaps: await listen('imap', serveImap),
  submissions: await listen('smtp', serveSmtp),
}
process.on('disconnect', () => process.exit())
process.send?.(ports)
