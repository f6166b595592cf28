/** What a connection speaks once it is established. */
export type Protocol = 'imap' | 'submission' | 'web'

/** Offered on 443 (docs/protocol.md, ports). The order is the server's preference (RFC 7301 section 3.2). */
export const alpnProtocols = ['imap', 'smtp', 'http/1.1'] as const

/** The protocol behind 443 for what the handshake agreed on; clients that name none speak HTTP. */
export function protocolOf(alpn: string | false | null): Protocol {
  if (alpn === 'imap') return 'imap'
  if (alpn === 'smtp') return 'submission'
  return 'web'
}
