import { setTimeout as delay } from 'node:timers/promises'
import { Random } from '../random.ts'
import { openInbox, readInbox } from './client.ts'
import { Ledger } from './ledger.ts'
import { load, people } from './load.ts'
import { ServerProcess } from './process.ts'

export interface SoakOptions {
  /** Folder for the data of the server. */
  readonly data: string
  readonly kills: number
  readonly seed: number
  /** Told after each kill. */
  readonly onKill?: (count: number, ledger: Ledger) => void
}

/**
 * Runs the server under load, kills it at a random moment, starts it again on the same data, compares what it shows with
 * what it had promised; as often as asked. @throws what is wrong
 */
export const soak = async ({ data, kills, seed, onKill }: SoakOptions): Promise<Ledger> => {
  const random = new Random(seed)
  const ledger = new Ledger()
  for (let count = 0; count <= kills; count++) {
    const server = await ServerProcess.start(data)
    try {
      for (const address of people) {
        const { client, uidValidity, uidNext } = await openInbox(server, address)
        ledger.compare(address, { uidValidity, uidNext, messages: await readInbox(client) })
        client.destroy()
      }
      if (count === kills) break
      const working = load(server, ledger, random)
      await delay(50 + random.below(900))
      await server.end('SIGKILL')
      await working
      onKill?.(count + 1, ledger)
    } finally {
      if (server.alive) await server.end('SIGTERM')
    }
  }
  return ledger
}
