/** Too many hashes are waiting already. */
export class BusyError extends Error {
  override name = 'BusyError'
}

/**
 * Lets a bounded number of tasks run at once and a bounded number wait, in order. It keeps hashing from taking
 * all memory and every thread of the pool, which files and DNS use too.
 */
export class HashQueue {
  readonly #atOnce: number
  readonly #waitingMax: number
  readonly #waiting: (() => void)[] = []
  #running = 0

  constructor(atOnce: number, waitingMax: number) {
    this.#atOnce = atOnce
    this.#waitingMax = waitingMax
  }

  /** Runs the task when its turn comes. @throws BusyError at once when the queue is full */
  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#atOnce) {
      if (this.#waiting.length >= this.#waitingMax) throw new BusyError('too many logins at once')
      // Whoever ends hands its place over, so `#running` stays as it is.
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    } else this.#running++
    try {
      return await task()
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#running--
      else next()
    }
  }
}
