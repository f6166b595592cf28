import { setImmediate as nextTurn } from 'node:timers/promises'
import { ByeError } from './errors.ts'

/** Milliseconds one command may work before other connections get their turn. */
const TURN = 8

/** Keeps long commands from holding everybody else up: ask between steps that are short by themselves. */
export class Pace {
  readonly #gone: () => boolean
  #since = performance.now()

  /** `gone` tells that nobody waits for the result any more. */
  constructor(gone: () => boolean) {
    this.#gone = gone
  }

  /** A promise when it is time to let others work. It rejects with `ByeError` when the work is for nobody. */
  rest(): Promise<void> | undefined {
    return performance.now() - this.#since < TURN ? undefined : this.#rest()
  }

  async #rest(): Promise<void> {
    await nextTurn()
    if (this.#gone()) throw new ByeError('gone')
    this.#since = performance.now()
  }
}
