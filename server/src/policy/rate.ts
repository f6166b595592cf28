export interface RateOptions {
  readonly perMinute: number
  /** Messages that may come ahead of their time. */
  readonly burst: number
  /** Senders remembered at once. */
  readonly entries: number
}

export type RateAnswer = { readonly ok: true } | { readonly ok: false; readonly until: number }

/**
 * The generic cell rate algorithm (ITU-T I.371) with a tolerance of `burst` intervals: the message that is due and
 * `burst` ahead of their time, then one every minute / perMinute. Two people who meet by Secure-Join and go on with ten
 * messages in one breath stay inside. One number per sender, the theoretical arrival time of the next message; a sender
 * whose time has passed is forgotten.
 */
export class RateLimiter {
  readonly #interval: number
  readonly #tolerance: number
  readonly #entries: number
  /** Least recently taken first. */
  readonly #arrivals = new Map<number, number>()

  constructor(options: RateOptions) {
    this.#interval = 60_000 / options.perMinute
    this.#tolerance = this.#interval * options.burst
    this.#entries = options.entries
  }

  /** Senders remembered. */
  get size(): number {
    return this.#arrivals.size
  }

  /** Counts one message of `sender` at `now` (milliseconds) if it is allowed. */
  take(sender: number, now: number): RateAnswer {
    this.#forget(now)
    const known = this.#arrivals.get(sender) ?? now
    // further ahead than a full burst means that the clock was set back (a box without one, at its first NTP answer)
    const arrival = known - now > this.#tolerance + this.#interval ? now : Math.max(known, now)
    if (arrival - now > this.#tolerance) return { ok: false, until: arrival - this.#tolerance }
    this.#arrivals.delete(sender)
    this.#arrivals.set(sender, arrival + this.#interval)
    return { ok: true }
  }

  /** Looks at the two oldest entries, so that every call removes more than it adds; at the bound the oldest goes. */
  #forget(now: number): void {
    let looked = 0
    for (const [sender, arrival] of this.#arrivals) {
      if (looked === 2) break
      if (arrival <= now || this.#arrivals.size >= this.#entries) this.#arrivals.delete(sender)
      looked += 1
    }
  }
}
