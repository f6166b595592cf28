import { createHmac } from 'node:crypto'

interface Verified {
  /** The hash it was verified against: a new password, or an account made anew, has another one. */
  readonly passwordHash: string
  readonly until: number
}

/**
 * Credentials that were verified lately, so that a house that reconnects does not hash every password again.
 * Holds no password: the key is an HMAC-SHA-256 under a key of this process. The least recently used go first.
 */
export class CredentialsCache {
  readonly #key: Buffer
  readonly #max: number
  readonly #ttlMs: number
  readonly #now: () => number
  /** Insertion order is order of use. */
  readonly #verified = new Map<string, Verified>()

  constructor(key: Buffer, max: number, ttlMs: number, now: () => number) {
    this.#key = key
    this.#max = max
    this.#ttlMs = ttlMs
    this.#now = now
  }

  /** What stands for a pair of address and password; the address holds no NUL. */
  digest(address: string, password: string): string {
    return createHmac('sha256', this.#key).update(address).update('\0').update(password).digest('base64')
  }

  /** True when this digest was verified against this very hash not too long ago. */
  knows(digest: string, passwordHash: string): boolean {
    const verified = this.#verified.get(digest)
    if (verified === undefined) return false
    this.#verified.delete(digest)
    if (verified.passwordHash !== passwordHash || verified.until <= this.#now()) return false
    this.#verified.set(digest, verified)
    return true
  }

  remember(digest: string, passwordHash: string): void {
    this.#verified.delete(digest)
    this.#verified.set(digest, { passwordHash, until: this.#now() + this.#ttlMs })
    if (this.#verified.size <= this.#max) return
    for (const oldest of this.#verified.keys()) {
      this.#verified.delete(oldest)
      return
    }
  }

  forget(digest: string): void {
    this.#verified.delete(digest)
  }

  get size(): number {
    return this.#verified.size
  }
}
