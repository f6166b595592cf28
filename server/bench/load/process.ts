import { type Ports, type Tasks, tasks } from './tasks.ts'

/** A process of clients: one order, `ready`, the word to go, the outcome; then it stays until it is ended. */
export interface Order<K extends keyof Tasks = keyof Tasks> {
  readonly kind: K
  readonly ports: Ports
  readonly task: Tasks[K]
}

process.once('message', async <K extends keyof Tasks>({ kind, ports, task }: Order<K>) => {
  const run = await tasks[kind](ports, task)
  process.once('message', async () => process.send?.(await run()))
  process.send?.('ready')
})
process.on('disconnect', () => process.exit())
