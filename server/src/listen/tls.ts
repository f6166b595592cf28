import type { Socket } from 'node:net'
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls'
import type { Identity } from '../certificate/source.ts'
import { fixedLimits } from '../config/limits.ts'

/** The server's side of TLS, one for all ports, so that a session ticket of one port is good on the others. */
export interface Tls {
  /** Handshakes from now on use this identity; connections that stand are not touched. */
  setIdentity(identity: Identity): void
  readonly identity: Identity
  /** Changes with the identity: ask again for every connection. */
  secureContext(): SecureContext
  /**
   * Makes a plain socket secure, as the server: implicit TLS and STARTTLS alike. Resolves after the handshake.
   * Rejects, with the socket destroyed, when it fails or takes too long. Call it with nothing left unread of what
   * the client sent in clear (RFC 3207 section 6). `alpn` is what the port offers, in {@link wireFormat}.
   */
  upgrade(socket: Socket, options?: { readonly alpn?: Buffer }): Promise<TLSSocket>
}

/** TLS 1.3 with 1.2 for older peers (docs/protocol.md, certificates). Cipher order is the client's: phones without AES prefer ChaCha20. */
export function createTls(first: Identity, handshakeMs: number = fixedLimits.tls_handshake_ms.value): Tls {
  let identity = first
  let context = contextOf(first)
  return {
    get identity() {
      return identity
    },
    setIdentity(next) {
      context = contextOf(next)
      identity = next
    },
    secureContext: () => context,
    upgrade: (socket, { alpn } = {}) => upgrade(socket, context, alpn, handshakeMs),
  }
}

/** Settings of the context, also for libraries that make their own. */
export const tlsSettings = { minVersion: 'TLSv1.2' } as const

const contextOf = (identity: Identity): SecureContext => createSecureContext({ ...identity, ...tlsSettings })

function upgrade(
  socket: Socket,
  secureContext: SecureContext,
  alpn: Buffer | undefined,
  handshakeMs: number,
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const secured = new TLSSocket(socket, {
      isServer: true,
      secureContext,
      requestCert: false,
      ...(alpn === undefined ? {} : { ALPNProtocols: alpn }),
    })
    const fail = (error: Error) => {
      stopWaiting()
      secured.destroy()
      socket.destroy()
      reject(error)
    }
    const timer = setTimeout(() => fail(new Error('handshake timeout')), handshakeMs)
    const onClose = () => fail(new Error('closed during the handshake'))
    const onSecure = () => {
      stopWaiting()
      resolve(secured)
    }
    const stopWaiting = () => {
      clearTimeout(timer)
      secured.off('secure', onSecure)
      secured.off('close', onClose)
      secured.off('error', fail)
      // Between here and the protocol's own listener an error must not be fatal.
      secured.on('error', ignore)
    }
    secured.on('secure', onSecure)
    secured.on('close', onClose)
    secured.on('error', fail)
  })
}

const ignore = () => {}

/** Length-prefixed names (RFC 7301 section 3.1). */
export const wireFormat = (protocols: readonly string[]): Buffer =>
  Buffer.concat(protocols.map((name) => Buffer.from([name.length, ...Buffer.from(name)])))
