import { setTimeout as delay } from 'node:timers/promises'

/** A connection that can be asked to leave. */
export interface Leaving {
  /** Says good-bye now, or after the running command. */
  leave(): void
  /** A command or a message is under way. */
  readonly busy: boolean
  destroy(): void
}

const lookMs = 25

/**
 * Ends connections politely: a busy one may finish its command for `graceMs`; one that has heard its good-bye gets
 * `lingerMs` to close its side, since a sleeping phone would hold up a restart of the whole box. Resolves when all
 * are gone.
 *
 * @param connections the living ones; whoever owns the collection removes what is gone
 */
export async function sayGoodBye(
  connections: { readonly size: number; values(): Iterable<Leaving> },
  { graceMs, lingerMs }: { readonly graceMs: number; readonly lingerMs: number },
): Promise<void> {
  for (const connection of connections.values()) connection.leave()
  const started = performance.now()
  const restingSince = new Map<Leaving, number>()
  while (connections.size > 0) {
    const now = performance.now()
    for (const connection of connections.values()) {
      if (now - started >= graceMs) connection.destroy()
      else if (connection.busy) restingSince.delete(connection)
      else if (now - (restingSince.get(connection) ?? now) >= lingerMs) connection.destroy()
      else if (!restingSince.has(connection)) restingSince.set(connection, now)
    }
    if (connections.size > 0) await delay(Math.min(lookMs, graceMs + 1))
  }
}
