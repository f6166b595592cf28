import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'

/** What a protocol needs from the outside to serve one socket. `listen/` owns ports, TLS and counting. */
export interface ConnectionInfo {
  /** The TLS handshake is over (465, 993, 443) or not (143, 587, 25: STARTTLS). */
  readonly secure: boolean
  /** A number for the logs; nothing about the peer. */
  readonly id: number
}

export interface ProtocolHandler {
  /** Takes the socket over. */
  handle(socket: Socket | TLSSocket, info: ConnectionInfo): void
  /** Says good-bye on every connection (`* BYE`, `421`), waits for running commands, closes. At most `graceMs`. */
  close(graceMs: number): Promise<void>
}
