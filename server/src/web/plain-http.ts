import type { IncomingMessage } from 'node:http'
import { TLSSocket } from 'node:tls'
import { type Config, isSelfSigned } from '../config/config.ts'
import { origin } from './links.ts'

export type PlainHttpAnswer =
  | { readonly kind: 'serve' }
  | { readonly kind: 'move'; readonly location: string }
  | { readonly kind: 'refuse' }

/** Whether the request came through TLS. */
export const isEncrypted = (request: IncomingMessage): boolean =>
  request.socket instanceof TLSSocket || (request.socket as { encrypted?: boolean }).encrypted === true

/** Path and query of a request target in origin-form or absolute-form (RFC 9112 section 3.2). */
export const pathOf = (target: string): string => {
  if (target.startsWith('/')) return target
  try {
    const { pathname, search } = new URL(target)
    return pathname.startsWith('/') ? pathname + search : '/'
  } catch {
    return '/'
  }
}

/**
 * What happens to a request without TLS. A self-signed box serves everything, because its certificate would frighten
 * visitors away. A public one sends readers to HTTPS on its own name, never on the name they gave, and takes nothing
 * that carries or asks for secrets. Certificate authorities must be able to look up their challenges here.
 */
export const answerPlainHttp = (config: Config, method: string, target: string): PlainHttpAnswer => {
  const path = pathOf(target)
  if (isSelfSigned(config.domain) || path.startsWith('/.well-known/acme-challenge/')) return { kind: 'serve' }
  if (config.ports.https === 0) return { kind: 'serve' }
  if (method !== 'GET' && method !== 'HEAD') return { kind: 'refuse' }
  return { kind: 'move', location: origin(config) + path }
}
