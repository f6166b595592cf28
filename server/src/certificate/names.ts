import { isIP } from 'node:net'
import type { Config } from '../config/config.ts'

/** What a certificate must vouch for. */
export interface CertificateNames {
  readonly dns: readonly string[]
  readonly ip: readonly string[]
}

/** Under which names clients of a LAN box may come, whatever the configuration says. */
const always = ['roost.local', 'localhost', '127.0.0.1', '::1']

/**
 * Names and addresses of a self-signed certificate: the domain with the names clients derive from it, what the
 * operator calls reachable, and the box's own (docs/protocol.md, certificates). Sorted, each once. Pure.
 */
export function certificateNames({
  domain,
  reachable,
}: Pick<Config, 'domain' | 'reachable'>): CertificateNames {
  const own = domain.startsWith('[')
    ? [domain.slice(1, -1)]
    : [domain, ...['www', 'mta-sts', 'autoconfig'].map((name) => `${name}.${domain}`)]
  const all = [...new Set([...own, ...reachable, ...always])].sort()
  return { dns: all.filter((name) => isIP(name) === 0), ip: all.filter((name) => isIP(name) !== 0) }
}
