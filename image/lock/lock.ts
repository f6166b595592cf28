/** One pinned package; `path` is relative to the root of its archive on any mirror. */
export interface LockedPackage {
  readonly name: string
  readonly version: string
  readonly architecture: string
  readonly suite: string
  readonly path: string
  readonly size: number
  readonly sha256: string
}

export interface Lock {
  readonly architecture: string
  /** Seconds since 1970: the time every file of the image bears. */
  readonly epoch: number
  readonly packages: readonly LockedPackage[]
}

/** Reads a lock file. Throws with the remedy when it is not one. */
export function parseLock(text: string): Lock {
  const lock = JSON.parse(text) as Lock
  if (!Number.isSafeInteger(lock.epoch) || !Array.isArray(lock.packages) || lock.packages.length === 0) {
    throw new Error('the package lock is damaged; restore it, or make it anew: scripts/build --update-lock')
  }
  for (const entry of lock.packages) {
    if (!safePath(entry.path) || !/^[0-9a-f]{64}$/.test(entry.sha256) || !(entry.size > 0)) {
      throw new Error(
        `the package lock is damaged at "${entry.name}"; restore it, or: scripts/build --update-lock`,
      )
    }
  }
  return lock
}

/** One package a line, sorted by name, so that a change of the lock reads well in a diff. */
export function formatLock(lock: Lock): string {
  const rows = [...lock.packages].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  const lines = rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n')
  return `{\n  "architecture": "${lock.architecture}",\n  "epoch": ${lock.epoch},\n  "packages": [\n${lines}\n  ]\n}\n`
}

/** What a person wants to know about two locks: `systemd 257.1 -> 257.2 (trixie)`, one line a change. */
export function differences(before: Lock, after: Lock): string[] {
  const old = new Map(before.packages.map((entry) => [entry.name, entry]))
  const lines: string[] = []
  for (const entry of after.packages) {
    const was = old.get(entry.name)
    old.delete(entry.name)
    if (was === undefined) lines.push(`${entry.name}: new, ${entry.version} (${entry.suite})`)
    else if (was.version !== entry.version) {
      lines.push(`${entry.name}: ${was.version} -> ${entry.version} (${entry.suite})`)
    } else if (was.sha256 !== entry.sha256) {
      lines.push(`${entry.name}: ${entry.version} has a new file (${entry.suite})`)
    }
  }
  for (const entry of old.values()) lines.push(`${entry.name}: gone, was ${entry.version}`)
  return lines.sort()
}

const safePath = (path: string): boolean =>
  /^pool\/[\w.+~%:-]+(\/[\w.+~%:-]+)*\.deb$/.test(path) && !path.split('/').includes('..')
