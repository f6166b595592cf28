/** Something that happens to a connection unless it is scheduled anew before. */
export interface Deadline {
  /** Slot it sits in, -1 when nowhere. Belongs to the wheel. */
  slot: number
  expire(): void
}

const SLOTS = 2048

/**
 * One timer for all connections: a ring of one-second slots. Scheduling and cancelling cost one set operation, ten
 * thousand waiting connections cost one interval. Deadlines fire up to a second late, never early.
 */
export class TimerWheel {
  readonly #slots: (Set<Deadline> | undefined)[] = Array.from({ length: SLOTS }, () => undefined)
  #now = 0
  #size = 0
  #interval: NodeJS.Timeout | undefined

  /** Deadlines waiting. */
  get size(): number {
    return this.#size
  }

  /** Replaces what was scheduled for it. `seconds` below the length of the ring. */
  schedule(deadline: Deadline, seconds: number): void {
    this.cancel(deadline)
    const slot = (this.#now + Math.min(seconds, SLOTS - 2) + 1) % SLOTS
    const set = this.#slots[slot] ?? new Set()
    this.#slots[slot] = set
    set.add(deadline)
    deadline.slot = slot
    this.#size++
    this.#interval ??= setInterval(() => this.tick(), 1000).unref()
  }

  cancel(deadline: Deadline): void {
    if (deadline.slot === -1) return
    const set = this.#slots[deadline.slot]!
    set.delete(deadline)
    if (set.size === 0) this.#slots[deadline.slot] = undefined
    deadline.slot = -1
    this.#size--
    if (this.#size === 0) {
      clearInterval(this.#interval)
      this.#interval = undefined
    }
  }

  /** One second passes. Called by the interval, and by tests. */
  tick(): void {
    this.#now = (this.#now + 1) % SLOTS
    for (const deadline of [...(this.#slots[this.#now] ?? [])]) {
      this.cancel(deadline)
      deadline.expire()
    }
  }
}
