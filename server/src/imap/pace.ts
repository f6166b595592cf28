import { setImmediate as nextTurn } from 'node:timers/promises'

/** Milliseconds one command may work before other connections get their turn. */
const TURN = 8

/** Keeps long commands from holding everybody else up: ask between steps that are short by themselves. */
export class Pace {
  #since = performance.now()

  /** A promise when it is time to let others work. */
  rest(): Promise<void> | undefined {
    return performance.now() - this.#since < TURN ? undefined : this.#rest()
  }

  async #rest(): Promise<void> {
    await nextTurn()
    this.#since = performance.now()
  }
}
