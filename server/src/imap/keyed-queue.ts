/**
 * Runs jobs of one key one after the other: reading flags, deciding and writing them is one step for a mailbox,
 * however many sessions do it. A key is forgotten when its last job is done.
 */
export class KeyedQueue {
  readonly #tails = new Map<number, Promise<unknown>>()

  /** Keys with work under way. */
  get size(): number {
    return this.#tails.size
  }

  run<T>(key: number, job: () => Promise<T>): Promise<T> {
    const result = (this.#tails.get(key) ?? Promise.resolve()).then(job)
    const tail: Promise<void> = result.then(
      () => this.#forget(key, tail),
      () => this.#forget(key, tail),
    )
    this.#tails.set(key, tail)
    return result
  }

  #forget(key: number, tail: Promise<unknown>): void {
    if (this.#tails.get(key) === tail) this.#tails.delete(key)
  }
}
