import type { Clock } from '../../clock.ts'
import type { Store } from '../store.ts'
import { accountPart } from './accounts.ts'
import { dayPart } from './days.ts'
import { mailboxPart } from './mailboxes.ts'
import { messagePart } from './messages.ts'
import { MemoryState } from './state.ts'

export interface MemoryStoreDeps {
  readonly clock: Clock
  /** Octets of the largest piece that reading a content yields. */
  readonly chunkBytes?: number
}

/** The store's twin in memory: the same behaviour, nothing kept after `close`. */
export const createMemoryStore = ({ clock, chunkBytes = 64 * 1024 }: MemoryStoreDeps): Store => {
  const state = new MemoryState()
  return {
    ...accountPart(state, clock.now),
    ...mailboxPart(state, clock.now),
    ...messagePart(state, chunkBytes),
    ...dayPart(state),
    close: async () => {
      await undefined
      state.closed = true
    },
  }
}
