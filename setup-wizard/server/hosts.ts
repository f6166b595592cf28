import { isIP } from 'node:net'

/** Endings that home routers give to the names of their network; none can be registered by a stranger. */
const homeEndings = ['', '.local', '.lan', '.home', '.home.arpa', '.internal', '.localdomain', '.fritz.box']

/** The name or address in a `Host` header, without port, brackets and closing dot; empty when there is none. */
export function hostOf(header: string | undefined): string {
  const text = (header ?? '').toLowerCase()
  const bracketed = /^\[([0-9a-f:.%]+)\](:\d{1,5})?$/.exec(text)
  if (bracketed) return bracketed[1] ?? ''
  return /^([a-z0-9._-]+)(:\d{1,5})?$/.exec(text)?.[1]?.replace(/\.$/, '') ?? ''
}

/**
 * True when the browser knows the box by a name that can only mean the box. A page of a stranger whose DNS name was
 * made to point at the box (DNS rebinding) comes with that name and is refused; addresses cannot be rebound.
 */
export function knownHost(header: string | undefined, hostname: string): boolean {
  const host = hostOf(header)
  if (host === '') return false
  if (isIP(host) !== 0 || host === 'localhost') return true
  return homeEndings.some((ending) => host === hostname.toLowerCase() + ending)
}

/**
 * True when a writing request comes from the wizard's own page. Browsers send `Origin` with every POST; a request
 * without one was not made by a page, and then it also carries no `Sec-Fetch-Site`.
 */
export function sameOrigin(headers: {
  origin?: string | undefined
  host?: string | undefined
  'sec-fetch-site'?: string | string[] | undefined
}): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') return false
  return (
    headers.origin === undefined || headers.origin.toLowerCase() === `http://${headers.host?.toLowerCase()}`
  )
}

/** How the box's own end of a connection is written in a URL. */
export function urlHost(localAddress: string): string {
  const address = localAddress.replace(/^::ffff:/, '').replace(/%.*$/, '')
  return address.includes(':') ? `[${address}]` : address
}
