import { isIPv4, isIPv6 } from 'node:net'

/** How many at once: of everybody, and of one address. */
export interface ConnectionBound {
  readonly total: number
  readonly perAddress: number
}

/** Counts the open connections of one protocol. Addresses live here, in memory, while they are connected. */
export class ConnectionCount {
  readonly #bound: ConnectionBound
  readonly #addresses = new Map<string, number>()
  #total = 0

  constructor(bound: ConnectionBound) {
    this.#bound = bound
  }

  get total(): number {
    return this.#total
  }

  /** Distinct addresses connected now; zero when nobody is. */
  get addresses(): number {
    return this.#addresses.size
  }

  /** Takes a place for the peer. Returns how to give it back (once or often), `undefined` when all are taken. */
  take(remoteAddress: string | undefined): (() => void) | undefined {
    const address = addressGroup(remoteAddress ?? '')
    const own = this.#addresses.get(address) ?? 0
    if (this.#total >= this.#bound.total || own >= this.#bound.perAddress) return undefined
    this.#total += 1
    this.#addresses.set(address, own + 1)
    let held = true
    return () => {
      if (!held) return
      held = false
      this.#total -= 1
      const left = this.#addresses.get(address)! - 1
      if (left === 0) this.#addresses.delete(address)
      else this.#addresses.set(address, left)
    }
  }
}

/** What counts as one peer: an IPv4 address, or the /64 that a household gets in IPv6. */
export function addressGroup(address: string): string {
  const mapped = address.replace(/^::ffff:/i, '')
  if (isIPv4(mapped)) return mapped
  if (!isIPv6(address)) return address
  const bare = address.replace(/%.*$/, '')
  const [head = '', tail] = bare.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const gap = tail === undefined ? 0 : 8 - before.length - after.length
  const groups = [...before, ...Array<string>(Math.max(0, gap)).fill('0'), ...after]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
