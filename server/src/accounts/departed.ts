import { createHmac } from 'node:crypto'

/**
 * Addresses whose accounts were deleted by their owners lately. Apps that still hold the profile log in again at once, and
 * a login would make the account anew. Holds no address: the key is an HMAC-SHA-256 under a key of this process. The
 * longest gone are forgotten first.
 */
export class Departed {
  readonly #key: Buffer
  readonly #max: number
  readonly #ttlMs: number
  readonly #now: () => number
  /** Digest to the moment it is forgotten; in that order. */
  readonly #until = new Map<string, number>()

  constructor(key: Buffer, max: number, ttlMs: number, now: () => number) {
    this.#key = key
    this.#max = max
    this.#ttlMs = ttlMs
    this.#now = now
  }

  add(address: string): void {
    const digest = this.#digest(address)
    this.#until.delete(digest)
    this.#until.set(digest, this.#now() + this.#ttlMs)
    for (const [oldest, until] of this.#until) {
      if (this.#until.size <= this.#max && until > this.#now()) return
      this.#until.delete(oldest)
    }
  }

  has(address: string): boolean {
    return (this.#until.get(this.#digest(address)) ?? 0) > this.#now()
  }

  get size(): number {
    return this.#until.size
  }

  #digest(address: string): string {
    return createHmac('sha256', this.#key).update(address).digest('base64')
  }
}
