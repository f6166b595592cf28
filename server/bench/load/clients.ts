import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Order } from './process.ts'
import type { Outcome, Ports, Tasks } from './tasks.ts'

/** Clients in processes of their own, so that they neither share a core's thread with each other nor with us. */
export class Clients {
  readonly #children: ChildProcess[]

  private constructor(children: ChildProcess[]) {
    this.#children = children
  }

  /** Starts one process per task; resolves when all are connected and prepared. */
  static async prepare<K extends keyof Tasks>(
    kind: K,
    ports: Ports,
    shares: readonly Tasks[K][],
  ): Promise<Clients> {
    const children = shares.map(() => fork(join(import.meta.dirname, 'process.ts'), { execArgv: [] }))
    const clients = new Clients(children)
    try {
      await Promise.all(
        children.map(async (child, index) => {
          const order: Order<K> = { kind, ports: { ...ports }, task: shares[index]! }
          child.send(order as Order)
          await answerOf(child)
        }),
      )
    } catch (error) {
      clients.end()
      throw error
    }
    return clients
  }

  /** Everybody starts now; resolves with everything that happened. */
  async go(): Promise<Outcome> {
    const outcomes = await Promise.all(
      this.#children.map(async (child) => {
        child.send('go')
        return (await answerOf(child)) as Outcome
      }),
    )
    return {
      latencies: outcomes.flatMap(({ latencies }) => latencies).sort((a, b) => a - b),
      errors: outcomes.flatMap(({ errors }) => errors),
      tookMs: Math.max(...outcomes.map(({ tookMs }) => tookMs)),
    }
  }

  /** Closes all connections. */
  end(): void {
    for (const child of this.#children) child.kill('SIGKILL')
  }
}

const answerOf = async (child: ChildProcess): Promise<unknown> => {
  const [answer] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [unknown]
  if (answer === null || typeof answer === 'number') throw new Error('a process of clients ended early')
  return answer
}

/** Deals the items out to `count` hands. */
export const deal = <T>(items: readonly T[], count: number): T[][] =>
  Array.from({ length: count }, (_, hand) => items.filter((_, index) => index % count === hand))
