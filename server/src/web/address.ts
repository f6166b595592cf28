import { isIP, isIPv4, isIPv6 } from 'node:net'
import type { Config } from '../config/config.ts'

/** The host name or address under which clients find the services: the domain, `[192.0.2.1]` without its brackets. */
export const serviceHost = (domain: string): string => domain.replace(/^\[(?:IPv6:)?(.*)\]$/i, '$1')

/** An IP address as sockets report it, in its plain form: no `::ffff:` prefix, no zone. */
const plainAddress = (address: string): string =>
  address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')

/** The host of a Host header (RFC 9110 section 7.2), lower case, without port and brackets; undefined for junk. */
const hostOf = (header: string | undefined): string | undefined => {
  const match = /^(?:\[([0-9a-f:.]{2,45})\]|([a-z0-9_.-]{1,253}))(?::\d{1,5})?$/i.exec(header ?? '')
  return (match?.[1] ?? match?.[2])?.toLowerCase().replace(/\.$/, '')
}

const isLinkLocal = (address: string): boolean => /^fe[89ab]/i.test(address)

/** Names that only some devices resolve: multicast DNS, single labels, and our own `_names`. */
const isHouseName = (name: string): boolean =>
  name.startsWith('_') || name.endsWith('.local') || !name.includes('.')

/**
 * The address of this box that goes into a visitor's link. The visitor has just reached us, so what they used is the
 * best proof there is; but a Host header is repeated only when it is one of our own addresses or names. House names
 * give way to the address behind them, because many phones resolve them in the browser and nowhere else, and IPv6
 * gives way to a known IPv4 address, which in a home network outlives the prefix.
 */
export const boxAddress = (
  config: Pick<Config, 'domain' | 'reachable'>,
  hostHeader: string | undefined,
  localAddress: string | undefined,
): string => {
  const domainHost = serviceHost(config.domain).toLowerCase()
  const own = new Set([domainHost, ...config.reachable.map((name) => name.toLowerCase())])
  const local = plainAddress(localAddress ?? '')
  const host = hostOf(hostHeader)
  if (host !== undefined && isIPv4(host) && (own.has(host) || host === local)) return host
  if (host !== undefined && !isIP(host) && own.has(host) && !isHouseName(host)) return host
  if (isIPv4(local)) return local
  const known = [domainHost, ...config.reachable].find((name) => isIPv4(name) && !name.startsWith('127.'))
  if (known !== undefined) return known
  if (isIPv6(local) && !isLinkLocal(local)) return local
  return domainHost
}
