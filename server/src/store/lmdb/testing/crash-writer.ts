/**
 * A process that delivers and expunges until it is killed, and names on its output what was acknowledged:
 * `D <mailbox> <uid> <length> <seed>` or `X <mailbox> <uid>`, one line each.
 */
import { systemClock } from '../../../clock.ts'
import { silentLog } from '../../../log/log.ts'
import type { Store } from '../../store.ts'
import { openLmdbStore } from '../store.ts'
import { patterned } from './patterned.ts'

const [folder = '', round = '0'] = process.argv.slice(2)
const ACCOUNTS = 6
const WRITERS = 12

const deliver = async (store: Store, ids: readonly number[], seed: number): Promise<void> => {
  const length = seed % 9 === 0 ? 200_000 + (seed % 300_000) : 50 + (seed % 5000)
  const bytes = patterned(length, seed)
  const staging = store.stage()
  for (let at = 0; at < length; at += 65_536)
    await staging.write(Buffer.from(bytes.subarray(at, at + 65_536)))
  if (seed % 23 === 0) return staging.discard()
  const targets = ids.slice(0, 1 + (seed % 3)).map((accountId) => ({ accountId, mailbox: 'INBOX' }))
  const outcomes = await store.deliver(staging, targets, { internalDate: 0, quotaBytes: 1e12 })
  for (const outcome of outcomes)
    if (outcome.ok) process.stdout.write(`D ${outcome.mailboxId} ${outcome.uid} ${length} ${seed}\n`)
  const [first] = outcomes
  if (seed % 2 === 0 && first?.ok === true)
    for (const uid of await store.expunge(first.mailboxId, [first.uid]))
      process.stdout.write(`X ${first.mailboxId} ${uid}\n`)
}

const store = await openLmdbStore(folder, { clock: systemClock, log: silentLog, mapBytes: 2 ** 30 })
const made = await Promise.all(
  Array.from({ length: ACCOUNTS }, (_, i) => store.createAccount(`user${i}@example.org`, 'hash', 1)),
)
const ids = made.map(({ account }) => account.id)
let seed = Number(round) * 1_000_000
const writer = async (offset: number): Promise<never> => {
  for (;;) {
    const turned = [...ids.slice(offset), ...ids.slice(0, offset)]
    await deliver(store, turned, ++seed)
  }
}
process.stdout.write('READY\n')
await Promise.all(Array.from({ length: WRITERS }, (_, i) => writer(i % ACCOUNTS)))
