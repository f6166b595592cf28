import { open } from 'node:fs/promises'
import { DatabaseError } from '../store.ts'

/** `mm_magic` of LMDB's meta pages, behind the page header, in the byte order of every board there is. */
const MAGIC = 0xbeef_c0de
/** Where fields stand in a meta page (`MDB_meta` behind `MDB_page_header` in the library's source). */
const MAGIC_AT = 24
const PAGE_SIZE_AT = 48
const LAST_PAGE_AT = 144
const META = 168

/** What the first octets of a database file tell about it. */
export interface FileHeader {
  /** Octets it has. */
  readonly size: number
  /** Octets up to the last page its meta pages name. More than `size` when it was cut short, or ends with free pages. */
  readonly named: number
}

/**
 * Looks at the first octets of a database file before the library does, which ends the process when they are
 * not its own. A file that is missing or empty is a new database: `undefined`.
 *
 * @throws DatabaseError for a file that is something else, or not even has its meta pages
 */
export const readFileHeader = async (file: string): Promise<FileHeader | undefined> => {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (handle === undefined) return undefined
  try {
    const { size } = await handle.stat()
    if (size === 0) return undefined
    const first = await metaAt(0)
    const pageSize = first?.readUInt32LE(PAGE_SIZE_AT) ?? 0
    if (first === undefined || pageSize < 512 || pageSize > 65_536) throw noDatabase(file)
    if (size < 2 * pageSize) throw damaged(file)
    const metas = [first, await metaAt(pageSize)]
    const pages = metas.map((meta) =>
      meta === undefined ? 0 : Number(meta.readBigUInt64LE(LAST_PAGE_AT)) + 1,
    )
    return { size, named: Math.max(...pages) * pageSize }
  } finally {
    await handle.close()
  }

  async function metaAt(position: number): Promise<Buffer | undefined> {
    const { bytesRead, buffer } = await handle!.read(Buffer.alloc(META), 0, META, position)
    return bytesRead === META && buffer.readUInt32LE(MAGIC_AT) === MAGIC ? buffer : undefined
  }
}

const noDatabase = (file: string): DatabaseError =>
  new DatabaseError(
    `${file} is not a mail database: put a backup in its place, or move it away to start with an empty one`,
  )

export const damaged = (file: string): DatabaseError =>
  new DatabaseError(
    `${file} is damaged, pages are missing: put a backup in its place, or move it away to start with an empty one`,
  )
