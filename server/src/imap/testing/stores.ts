import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Clock } from '../../clock.ts'
import { silentLog } from '../../log/log.ts'
import { openLmdbStore } from '../../store/lmdb/store.ts'
import { createMemoryStore } from '../../store/memory/store.ts'
import type { Store } from '../../store/store.ts'

export type OpenStore = (clock: Clock) => Promise<Store>

const lmdb: OpenStore = async (clock) => {
  const folder = await mkdtemp(join(tmpdir(), 'roost-imap-'))
  const store = await openLmdbStore(folder, { clock, log: silentLog, mapBytes: 2 ** 28 })
  const close = store.close.bind(store)
  return Object.assign(store, {
    async close() {
      await close()
      await rm(folder, { recursive: true, force: true })
    },
  })
}

/** Both stores, each new and empty; what they keep goes with `close`. */
export const stores: readonly (readonly [name: string, open: OpenStore])[] = [
  ['memory', async (clock) => createMemoryStore({ clock })],
  ['lmdb', lmdb],
]

/** One test for each store. */
export const testOnStores = (name: string, body: (open: OpenStore) => Promise<void>): void => {
  for (const [kind, open] of stores) test(`${name} (${kind})`, () => body(open))
}
