import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { suites } from '../recipe.ts'
import type { LockedPackage } from './lock.ts'
import type { Mirror } from './mirror.ts'

/** The mirror no longer holds the pinned file. */
export class Vanished extends Error {
  readonly entry: LockedPackage
  constructor(entry: LockedPackage) {
    super(`${entry.name} ${entry.version} is no longer on the mirror (${entry.suite})`)
    this.entry = entry
  }
}

export interface FetchOptions {
  readonly cache: string
  readonly mirror: Mirror
  /** Replaced in tests and by callers that go through a proxy. */
  readonly fetch?: typeof fetch
  readonly parallel?: number
  readonly onFile?: (entry: LockedPackage, done: number, of: number) => void
}

/**
 * Brings every locked file into the cache, a few at a time, each checked for size and SHA-256; files already there are
 * checked again, half a file is thrown away. Returns the path of each. Throws `Vanished` for a file the mirror dropped.
 */
export async function fetchAll(
  entries: readonly LockedPackage[],
  options: FetchOptions,
): Promise<Map<string, string>> {
  await mkdir(options.cache, { recursive: true })
  const paths = new Map<string, string>()
  const waiting = [...entries]
  let done = 0
  const worker = async () => {
    for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) {
      paths.set(entry.name, await fetchOne(entry, options))
      options.onFile?.(entry, ++done, entries.length)
    }
  }
  await Promise.all(Array.from({ length: options.parallel ?? 6 }, worker))
  return paths
}

async function fetchOne(entry: LockedPackage, options: FetchOptions): Promise<string> {
  const path = join(options.cache, `${entry.sha256.slice(0, 16)}-${entry.name}.deb`)
  const size = await stat(path).then(
    (found) => found.size,
    () => undefined,
  )
  if (size === entry.size && (await hashOf(path)) === entry.sha256) return path

  const archive = suites.find((suite) => suite.name === entry.suite)?.archive ?? 'debian'
  const url = `${options.mirror[archive]}/${entry.path.replaceAll('+', '%2B')}`
  const response = await (options.fetch ?? fetch)(url).catch((error: Error) => {
    const reason = error.cause instanceof Error ? error.cause.message : error.message
    throw new Error(
      `the mirror cannot be reached (${reason}); check the network, or name another by --mirror`,
    )
  })
  if (response.status === 404 || response.status === 410) {
    await response.body?.cancel()
    throw new Vanished(entry)
  }
  if (!response.ok || response.body === null) {
    throw new Error(
      `the mirror answered ${response.status} for ${entry.path}; try again, or name another by --mirror`,
    )
  }
  const part = `${path}.${process.pid}.part`
  try {
    const hash = createHash('sha256')
    let bytes = 0
    const check = new Transform({
      transform(chunk: Buffer, _encoding, callback) {
        bytes += chunk.length
        hash.update(chunk)
        callback(
          bytes > entry.size
            ? new Error(`${entry.path} is longer than the locked ${entry.size} bytes`)
            : null,
          chunk,
        )
      },
    })
    await pipeline(Readable.fromWeb(response.body as never), check, createWriteStream(part))
    if (bytes !== entry.size)
      throw new Error(`${entry.path} has ${bytes} bytes, the lock says ${entry.size}; try again`)
    if (hash.digest('hex') !== entry.sha256) {
      throw new Error(
        `${entry.path} does not have the locked SHA-256; the mirror is damaged or hostile, use another`,
      )
    }
    await rename(part, path)
    return path
  } finally {
    await rm(part, { force: true })
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
