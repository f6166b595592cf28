import type { Clock } from '../clock.ts'
import type { Config } from '../config/config.ts'
import type { Log } from '../log/log.ts'
import type { Notifier } from '../notify/notify.ts'
import type { MessageEntry, Store } from '../store/store.ts'

export interface Trim {
  /** To be called after each delivery; does its work in the background, and only above the mark. */
  arrived(accountId: number): void
  /** Resolves when nothing is under way. */
  settled(): Promise<void>
}

/** Shares of the quota (docs/protocol.md, quota): clients warn at 80 % and 95 %. */
const START = 0.75
const GOAL = 0.7

const KEPT_MS = 86_400_000

/** Messages one step removes. */
const STEP = 64

/** Makes room in accounts that fill up: their oldest messages go, but none of the last 24 hours. */
export const createTrim = (deps: {
  readonly store: Store
  readonly notifier: Notifier
  readonly config: Pick<Config, 'limits'>
  readonly clock: Clock
  readonly log: Log
}): Trim => {
  const { store, notifier, config, clock, log } = deps
  /** By account; entries last as long as their work. Bounded by the deliveries under way. */
  const running = new Map<number, Promise<void>>()

  /** The oldest messages that may go, by mailbox, no more than needed. UIDs grow with age closely enough. */
  const oldest = (accountId: number, excess: number): Map<number, number[]> => {
    const until = clock.now() - KEPT_MS
    const found = store
      .listMailboxes(accountId)
      .flatMap(({ id }) => store.listMessages(id, 1, undefined, STEP).map((entry) => ({ id, entry })))
      .filter(({ entry }) => entry.internalDate < until)
      .sort((a, b) => byAge(a.entry, b.entry))
    const chosen = new Map<number, number[]>()
    let left = excess
    for (const { id, entry } of found.slice(0, STEP)) {
      if (left <= 0) break
      left -= entry.size
      chosen.set(id, [...(chosen.get(id) ?? []), entry.uid])
    }
    return chosen
  }

  const trim = async (accountId: number): Promise<void> => {
    const goal = config.limits.mailbox_bytes * GOAL
    for (;;) {
      const chosen = oldest(accountId, store.usage(accountId).bytes - goal)
      if (chosen.size === 0) return
      let removed = 0
      for (const [mailboxId, uids] of chosen) {
        removed += (await store.expunge(mailboxId, uids)).length
        notifier.publish(mailboxId)
      }
      if (removed === 0) return
    }
  }

  return {
    arrived: (accountId) => {
      if (running.has(accountId)) return
      if (store.usage(accountId).bytes <= config.limits.mailbox_bytes * START) return
      const work = trim(accountId)
        .catch((error) =>
          log.warn('trim.failed', { reason: error instanceof Error ? error.name : 'unknown' }),
        )
        .finally(() => running.delete(accountId))
      running.set(accountId, work)
    },
    settled: async () => {
      await Promise.all(running.values())
    },
  }
}

const byAge = (a: MessageEntry, b: MessageEntry): number => a.internalDate - b.internalDate || a.uid - b.uid
