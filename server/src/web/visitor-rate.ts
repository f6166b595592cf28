import { isIPv6 } from 'node:net'

export interface VisitorRateLimits {
  /** Visits one address may make at once. */
  readonly burst: number
  /** Visits per second it regains. */
  readonly perSecond: number
  /** Addresses remembered; the one seen longest ago is forgotten first. */
  readonly addresses: number
}

/** IPv6 hands every home a /64, so that is the visitor; IPv4 counts whole. */
export const visitorKey = (remoteAddress: string | undefined): string => {
  const address = (remoteAddress ?? '').replace(/%.*$/, '').toLowerCase()
  if (!isIPv6(address)) return address
  if (/^::ffff:\d+\./.test(address)) return address.slice(7)
  const [head = '', tail] = address.split('::')
  const groups = head === '' ? [] : head.split(':')
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length)
  return [...groups, ...Array(Math.max(missing, 0)).fill('0'), ...(tail ?? '').split(':')]
    .slice(0, 4)
    .join(':')
}

/**
 * Generic cell rate per visitor: each address has a moment before which it is early, and may run ahead of it by the
 * burst. Returns 0 when the visit is fine, otherwise the seconds to wait.
 */
export const createVisitorRate = (limits: VisitorRateLimits): ((key: string, now: number) => number) => {
  const interval = 1000 / limits.perSecond
  const ahead = interval * (limits.burst - 1)
  const due = new Map<string, number>()
  return (key, now) => {
    const at = Math.max(due.get(key) ?? now, now)
    if (at - now > ahead) return Math.ceil((at - now - ahead) / 1000)
    due.delete(key)
    if (due.size >= limits.addresses) due.delete(due.keys().next().value as string)
    due.set(key, at + interval)
    return 0
  }
}
