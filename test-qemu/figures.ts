import type { TestContext } from 'node:test'

/** What a scenario measured, printed as one table at its end. */
export class Figures {
  readonly #title: string
  readonly #rows: [string, string][] = []

  constructor(title: string) {
    this.#title = title
  }

  add(what: string, value: string): void {
    this.#rows.push([what, value])
  }

  seconds(what: string, milliseconds: number): void {
    this.add(what, `${(milliseconds / 1000).toFixed(1)} s`)
  }

  /** Runs and times a piece of work. */
  async time<T>(what: string, work: () => Promise<T>): Promise<T> {
    const start = performance.now()
    const result = await work()
    this.seconds(what, performance.now() - start)
    return result
  }

  report(t: TestContext): void {
    const width = Math.max(...this.#rows.map(([what]) => what.length))
    const lines = this.#rows.map(([what, value]) => `${what.padEnd(width)}  ${value}`)
    t.diagnostic([this.#title, ...lines].join('\n'))
  }
}
