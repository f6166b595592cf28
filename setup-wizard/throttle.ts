/**
 * Slows the guessing of setup codes. Two ladders are climbed at once: one per address, steep, and one for the whole
 * box, gentle, which holds when a guesser changes addresses. No rung locks anybody out for good, a refused try does
 * not lengthen the wait, and after a quiet while a ladder is forgotten.
 */
export interface Throttle {
  /** Milliseconds this address still has to wait before its next try is looked at; 0 when it may try now. */
  wait(address: string): number
  /** Records a wrong code; gives the milliseconds to wait from now on (0 while tries are free). */
  failed(address: string): number
  /** Forgets an address that knew the code. */
  succeeded(address: string): void
  /** How many addresses are remembered. */
  readonly size: number
}

/** How waiting grows: `free` tries without delay, then `firstMs`, doubling up to `capMs`; forgotten after `forgetMs`. */
export interface Ladder {
  readonly free: number
  readonly firstMs: number
  readonly capMs: number
  readonly forgetMs: number
}

/** Five typing mistakes cost nothing; after eleven wrong codes an address may try once in five minutes. */
export const addressLadder: Ladder = { free: 5, firstMs: 5_000, capMs: 300_000, forgetMs: 1_800_000 }

/**
 * Guesses from ever new addresses: at most one in five seconds, which is 17,000 a day against 78 thousand million
 * codes. The cap is that short because the owner waits in the same queue.
 */
export const boxLadder: Ladder = { free: 30, firstMs: 1_000, capMs: 5_000, forgetMs: 600_000 }

/** Stops memory from growing with made-up addresses; those that fell out are still held by the box ladder. */
export const rememberedAddresses = 512

interface Climb {
  failures: number
  until: number
  last: number
}

/** A throttle without memory of earlier runs. `now` gives milliseconds. */
export function createThrottle(
  now: () => number,
  ladders: { address: Ladder; box: Ladder } = { address: addressLadder, box: boxLadder },
  bound: number = rememberedAddresses,
): Throttle {
  const climbs = new Map<string, Climb>()
  const box: Climb = start()

  return {
    wait(address) {
      const climb = climbs.get(address)
      return Math.max(remaining(box, ladders.box), climb ? remaining(climb, ladders.address) : 0)
    },
    failed(address) {
      const climb = climbs.get(address) ?? start()
      climbs.delete(address)
      climbs.set(address, climb)
      for (const oldest of climbs.keys()) {
        if (climbs.size <= bound) break
        climbs.delete(oldest)
      }
      return Math.max(climbUp(climb, ladders.address), climbUp(box, ladders.box))
    },
    succeeded(address) {
      climbs.delete(address)
    },
    get size() {
      return climbs.size
    },
  }

  function start(): Climb {
    return { failures: 0, until: 0, last: 0 }
  }

  function forgetOld(climb: Climb, ladder: Ladder): void {
    if (climb.failures > 0 && now() - climb.last >= ladder.forgetMs) Object.assign(climb, start())
  }

  /** Never longer than the cap: a clock set back (no battery, then NTP) must not hold the owner out. */
  function remaining(climb: Climb, ladder: Ladder): number {
    forgetOld(climb, ladder)
    return Math.min(Math.max(0, climb.until - now()), ladder.capMs)
  }

  function climbUp(climb: Climb, ladder: Ladder): number {
    forgetOld(climb, ladder)
    climb.failures += 1
    climb.last = now()
    const rung = climb.failures - ladder.free
    const delay = rung < 0 ? 0 : Math.min(ladder.capMs, ladder.firstMs * 2 ** Math.min(rung, 30))
    climb.until = now() + delay
    return delay
  }
}
