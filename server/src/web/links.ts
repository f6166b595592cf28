import type { Config } from '../config/config.ts'
import { serviceHost } from './address.ts'

export interface Credentials {
  readonly address: string
  readonly password: string
}

const defaultPort = { http: 80, https: 443 } as const

const originOf = (scheme: 'http' | 'https', host: string, port: number): string =>
  `${scheme}://${host.includes(':') ? `[${host}]` : host}${port === defaultPort[scheme] ? '' : `:${port}`}`

/** `https://host`, with the port when it is not 443. */
export const origin = (config: Pick<Config, 'domain' | 'ports'>): string =>
  originOf('https', serviceHost(config.domain), config.ports.https)

/** What a page link is made from. `plainPort`: the port on which this page was just read without TLS. */
export interface PageAddress {
  readonly host: string
  readonly path: string
  readonly plainPort: number | undefined
}

/** The address of a page on a self-signed box: plain HTTP where it is on, because no browser warns of it. */
export const pageLink = (ports: Config['ports'], { host, path, plainPort }: PageAddress): string => {
  const http = plainPort ?? ports.http
  return (http ? originOf('http', host, http) : originOf('https', host, ports.https)) + path
}

/** What the invitation of a public server says: the client asks `/new` for a name (docs/protocol.md, links). */
export const accountLink = (config: Pick<Config, 'domain' | 'ports'>): string => `${origin(config)}/new`

/**
 * A login link that needs neither DNS nor a certificate authority (docs/protocol.md, links). Both services are named
 * on the HTTPS port, which the client reaches by ALPN: one open port is enough. Without that port, the mail ports.
 */
export const loginLink = (ports: Config['ports'], account: Credentials, host: string): string => {
  const imap = ports.https || ports.imaps
  const smtp = ports.https || ports.submissions
  const query = new URLSearchParams({ p: account.password, v: '1' })
  for (const [letter, port] of [
    ['i', imap],
    ['s', smtp],
  ] as const) {
    query.set(`${letter}h`, host)
    query.set(`${letter}p`, String(port))
    query.set(`${letter}s`, 'ssl')
  }
  query.set('ic', '3')
  // Releases before 2.0 ask for SMTP separately.
  query.set('sc', '3')
  // Clients decode percent signs, not every one of them `+`.
  return `dclogin:${account.address}?${query.toString().replaceAll('+', '%20')}`
}
