import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLog } from '../log/log.ts'
import { NOON } from './conformance/subject.ts'
import { storeConformance } from './conformance.ts'
import { openLmdbStore } from './lmdb/store.ts'
import { createMemoryStore } from './memory/store.ts'

const clock = { now: () => NOON }

storeConformance({
  name: 'memory',
  open: async () => {
    const store = createMemoryStore({ clock })
    return { store, dispose: () => store.close() }
  },
})

storeConformance({
  name: 'lmdb',
  open: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'roost-store-'))
    const store = await openLmdbStore(folder, { clock, log: silentLog, mapBytes: 2 ** 30 })
    return {
      store,
      dispose: async () => {
        await store.close()
        await rm(folder, { recursive: true })
      },
    }
  },
})
