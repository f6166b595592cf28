import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Engine, KEY_OCTETS, openEngine } from './engine.ts'
import { openTables, TABLES, type Tables } from './tables.ts'

/**
 * What was deleted stays readable in the file until its pages are used again. So after an account was deleted, the next
 * start writes the database anew, without them (docs/protocol.md, store on disk). A copy record by record, because the
 * library's compacting copy takes pages over whole.
 */
const KEY = Buffer.from('rewrite')

/** Octets that are written anew at most: a few seconds of a slow card, in which the server does not answer yet. */
export const REWRITE_OCTETS = 64 * 1024 * 1024

/** Records one transaction copies; each may be a chunk. */
const STEP = 16

/** Asks for it, inside the transaction that deletes. */
export const wantRewrite = ({ meta }: Tables): void => meta.put(KEY, Buffer.from([1]))

/** True when it was asked for and nothing is left to sweep, which would only be copied. */
export const isRewriteWanted = ({ meta, sweep }: Tables): boolean =>
  meta.get(KEY) !== undefined && sweep.keys(Buffer.from([0]), Buffer.from([0xff]), 1).length === 0

/**
 * Writes everything into a new file, closes the database, and puts the new file in the place of the old: a crash leaves
 * one or the other. `false` when there is too much, and when the new file cannot be written: then nothing has changed and
 * the database is still open.
 */
export const rewrite = async (
  folder: string,
  engine: Engine,
  tables: Tables,
  most: number,
): Promise<boolean> => {
  const place = join(folder, 'rewrite')
  await rm(place, { recursive: true, force: true })
  if (!(await copyInto(place, tables, most))) {
    await rm(place, { recursive: true, force: true })
    return false
  }
  await engine.close()
  await rename(join(place, 'data.mdb'), join(folder, 'data.mdb'))
  await sync(folder)
  await rm(join(folder, 'lock.mdb'), { force: true })
  await rm(place, { recursive: true, force: true })
  return true
}

const copyInto = async (place: string, tables: Tables, most: number): Promise<boolean> => {
  await mkdir(place, { mode: 0o700 })
  const engine = openEngine(place, 4 * REWRITE_OCTETS, TABLES)
  let whole = false
  try {
    whole = await copy(tables, engine, most)
  } catch {
    // A full disk: the file stays as it is.
  } finally {
    await engine.close()
  }
  if (whole) await sync(join(place, 'data.mdb'))
  return whole
}

const copy = async (tables: Tables, engine: Engine, most: number): Promise<boolean> => {
  const end = Buffer.alloc(KEY_OCTETS, 0xff)
  const into = openTables(engine)
  let octets = 0
  let last: Promise<void> = Promise.resolve()
  for (const name of Object.keys(tables) as (keyof Tables)[]) {
    let start = Buffer.from([0])
    for (;;) {
      const keys = tables[name].keys(start, end, STEP)
      const { flushed } = await engine.transact(() => {
        for (const key of keys) {
          const value = tables[name].get(key)
          if (value === undefined || (name === 'meta' && key.equals(KEY))) continue
          into[name].put(key, value)
          octets += key.length + value.length
        }
      })
      last = flushed
      if (octets > most) return false
      if (keys.length < STEP) break
      start = Buffer.concat([keys.at(-1)!, Buffer.from([0])])
    }
  }
  await last
  return true
}

const sync = async (path: string): Promise<void> => {
  const handle = await open(path)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
