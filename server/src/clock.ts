import type { Day } from './store/store.ts'

/** Time and timers, passed in so that tests can own them. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }

/** The UTC day of an instant. */
export const dayOf = (ms: number): Day => Math.floor(ms / 86_400_000)
