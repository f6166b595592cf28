import type { Notifier } from './notify.ts'

/** Watchers by mailbox, woken once per turn of the event loop however often their mailbox was published. */
export const createNotifier = (): Notifier => {
  const watchers = new Map<number, Set<() => void>>()
  const published = new Set<number>()

  const deliver = (): void => {
    const mailboxes = [...published]
    published.clear()
    for (const mailboxId of mailboxes) {
      for (const wake of watchers.get(mailboxId) ?? []) wake()
    }
  }

  return {
    watch(mailboxId, wake) {
      // A wrapper of its own: the same function may watch twice, and each stop ends one watch.
      const watcher = (): void => wake()
      const set = watchers.get(mailboxId) ?? new Set()
      set.add(watcher)
      watchers.set(mailboxId, set)
      return () => {
        if (set.delete(watcher) && set.size === 0 && watchers.get(mailboxId) === set)
          watchers.delete(mailboxId)
      }
    },
    publish(mailboxId) {
      if (!watchers.has(mailboxId)) return
      if (published.size === 0) setImmediate(deliver)
      published.add(mailboxId)
    },
    isWatched: (mailboxId) => watchers.has(mailboxId),
    get size() {
      return watchers.size
    },
  }
}
