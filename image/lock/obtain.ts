import { fetchAll, Vanished } from './fetch.ts'
import type { Lock, LockedPackage } from './lock.ts'
import { differences } from './lock.ts'
import type { Mirror } from './mirror.ts'
import { resolve as resolveByApt } from './resolve.ts'

export interface ObtainOptions {
  readonly mirror: Mirror
  readonly cache: string
  readonly locked: boolean
  readonly say: (text: string) => void
  /** Replaced in tests. */
  readonly fetch?: typeof fetch
  readonly resolve?: (mirror: Mirror, architecture: string) => Promise<LockedPackage[]>
}

/**
 * The files of a lock. Backports and testing move on and drop old files: then the newest version from the same suite is
 * taken through apt's verified lists and said loudly, or, with `locked`, the build ends with the remedy. A package that
 * vanished takes its siblings from the same suite along, since a kernel's parts must agree.
 */
export async function obtain(
  lock: Lock,
  options: ObtainOptions,
): Promise<{ debs: Map<string, string>; used: Lock }> {
  const fetchOptions = {
    mirror: options.mirror,
    cache: options.cache,
    ...(options.fetch ? { fetch: options.fetch } : {}),
  }
  try {
    return { debs: await fetchAll(lock.packages, fetchOptions), used: lock }
  } catch (error) {
    if (!(error instanceof Vanished)) throw error
    const remedy = 'take the newer ones into the lock: scripts/build --update-lock'
    if (options.locked) throw new Error(`${error.message}; ${remedy}`)
    options.say(`! ${error.message}`)
    const fresh = await (options.resolve ?? resolveByApt)(options.mirror, lock.architecture)
    const used = replaceSuite(lock, fresh, error.entry.suite)
    options.say('! this build differs from the package lock:')
    for (const line of differences(lock, used)) options.say(`!   ${line}`)
    options.say(`! to make it permanent, ${remedy}`)
    return obtainAgain(used, lock, options, fresh)
  }
}

/** The lock with one suite's packages as they are now; their names may change, as a kernel's do. Pure. */
export function replaceSuite(lock: Lock, fresh: readonly LockedPackage[], suite: string): Lock {
  const kept = lock.packages.filter((entry) => entry.suite !== suite)
  const names = new Set(kept.map((entry) => entry.name))
  const taken = fresh.filter((entry) => entry.suite === suite && !names.has(entry.name))
  return { ...lock, packages: [...kept, ...taken] }
}

/** Another suite may have dropped a file too; each suite is replaced at most once. */
async function obtainAgain(
  used: Lock,
  lock: Lock,
  options: ObtainOptions,
  fresh: readonly LockedPackage[],
): Promise<{ debs: Map<string, string>; used: Lock }> {
  const replaced = new Set<string>()
  for (let current = used; ; ) {
    const result = await obtain(current, { ...options, locked: true, say: () => {} }).catch(
      (error: unknown) => error,
    )
    if (!(result instanceof Error)) return result as { debs: Map<string, string>; used: Lock }
    const gone = current.packages.find((entry) =>
      result.message.startsWith(`${entry.name} ${entry.version} is no longer`),
    )
    if (gone === undefined || replaced.has(gone.suite)) throw result
    replaced.add(gone.suite)
    current = replaceSuite(current, fresh, gone.suite)
    for (const line of differences(lock, current)) options.say(`!   ${line}`)
  }
}
