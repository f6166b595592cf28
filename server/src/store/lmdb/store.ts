import { mkdir, statfs, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../clock.ts'
import { fixedLimits } from '../../config/limits.ts'
import type { Log } from '../../log/log.ts'
import type { Store } from '../store.ts'
import { accountPart } from './accounts.ts'
import { Committer } from './committer.ts'
import { isCorrupted, openEngine } from './engine.ts'
import { damaged, type FileHeader, readFileHeader } from './file-header.ts'
import { HeldOctets } from './held-octets.ts'
import { CONTENT_IDS, contentKey, contentOf, sweepId, sweepRange } from './keys.ts'
import { mailboxPart } from './mailboxes.ts'
import { messagePart } from './messages.ts'
import { metadataPart } from './metadata.ts'
import { isRewriteWanted, REWRITE_OCTETS, rewrite } from './rewrite.ts'
import { Sweeper } from './sweeper.ts'
import { checkFormat, openTables, readEveryKey, TABLES, type Tables, writeNothing } from './tables.ts'

export interface LmdbStoreDeps {
  readonly clock: Clock
  readonly log: Log
  /** Address space to reserve, in octets; by default the size of the file system. */
  readonly mapBytes?: number
  /** Octets up to which the database is written anew after an account was deleted; by default {@link REWRITE_OCTETS}. */
  readonly rewriteBytes?: number
  /** Octets that arriving messages may hold in memory together. */
  readonly stagingBytes?: number
}

export interface LmdbStore extends Store {
  /** Resolves when everything that is out of sight is also off the disk. */
  swept(): Promise<void>
}

const GIB = 2 ** 30

/** A quarter of the address space of the smallest arm64 kernels (39 bits). */
const MAP_MAX = 128 * GIB

/**
 * Opens the store in `folder`, which is made when it is not there. Takes the same time however much it holds, except after
 * an account was deleted ({@link rewrite}). One process at a time.
 *
 * @throws DatabaseError when a newer version wrote the database, or it is damaged; an error of the system when the
 * folder cannot be used
 */
export const openLmdbStore = async (folder: string, deps: LmdbStoreDeps): Promise<LmdbStore> => {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'data.mdb')
  const header = await readFileHeader(file)
  const short = header !== undefined && header.size < header.named
  if (short) await lengthen(file, header, deps)
  try {
    const engine = openEngine(folder, deps.mapBytes ?? (await fileSystemBytes(folder)), TABLES)
    try {
      const tables = openTables(engine)
      if (short) readEveryKey(tables)
      const { flushed } = await engine.transact(() => checkFormat(tables))
      await flushed
      if (isRewriteWanted(tables)) {
        const rewritten = await rewrite(folder, engine, tables, deps.rewriteBytes ?? REWRITE_OCTETS)
        deps.log.info(rewritten ? 'store.rewritten' : 'store.not_rewritten')
        if (rewritten) return await openLmdbStore(folder, deps)
      }
      return assemble(engine, tables, deps)
    } catch (error) {
      await engine.close()
      throw error
    }
  } catch (error) {
    if (!isCorrupted(error)) throw error
    if (short) await truncate(file, header.size)
    throw damaged(file)
  }
}

/**
 * Reading a page behind the end of a mapped file ends the process (SIGBUS). So what the file lacks is added as a hole:
 * then a missing page is an error, and pages that were free anyway cost nothing.
 */
const lengthen = async (file: string, { size, named }: FileHeader, { log }: LmdbStoreDeps): Promise<void> => {
  if (named > MAP_MAX) throw damaged(file)
  log.warn('store.file_short', { octets: size, expected: named })
  await truncate(file, named)
}

const assemble = (
  engine: ReturnType<typeof openEngine>,
  tables: Tables,
  { clock, log, stagingBytes = fixedLimits.staging_bytes.value }: LmdbStoreDeps,
): LmdbStore => {
  const committer = new Committer(engine, () => writeNothing(tables))
  const firstContentId = firstFreeContentId(tables)
  const sweeper = new Sweeper(tables, committer, firstContentId, (error) =>
    log.warn('store.sweep_failed', { reason: error instanceof Error ? error.name : 'unknown' }),
  )
  let closing: Promise<void> | undefined
  const close = async (): Promise<void> => {
    await sweeper.stop()
    await committer.close()
    await engine.close()
  }
  sweeper.kick()
  return {
    ...accountPart(tables, committer, sweeper, clock.now),
    ...mailboxPart(tables, committer, sweeper, clock.now),
    ...messagePart(tables, committer, sweeper, firstContentId, new HeldOctets(stagingBytes)),
    ...metadataPart(tables, committer),
    swept: () => sweeper.settled(),
    close: () => {
      closing ??= close()
      return closing
    },
  }
}

/** Content ids need not survive a restart as a counter: nothing outside the tables remembers them. */
const firstFreeContentId = ({ contents, sweep }: Tables): number => {
  const last = contents.lastKey(contentKey(CONTENT_IDS, 0))
  const marks = (['staged', 'content'] as const).map((kind) => {
    const [start, end] = sweepRange(kind)
    const key = sweep.lastKey(end)
    return key !== undefined && key[0] === start[0] ? sweepId(key) : 0
  })
  return Math.max(last === undefined ? 0 : contentOf(last), ...marks) + 1
}

const fileSystemBytes = async (folder: string): Promise<number> => {
  const { blocks, bsize } = await statfs(folder)
  return Math.min(Math.max(Math.ceil((blocks * bsize) / GIB) * GIB, GIB), MAP_MAX)
}
