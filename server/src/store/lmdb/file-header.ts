import { open } from 'node:fs/promises'

/** `mm_magic` of LMDB's first meta page, behind the page header, in the byte order of every board there is. */
const MAGIC = 0xbeef_c0de
const MAGIC_AT = 24
const META = 28

/**
 * Looks at the first octets of a database file before the library does, which ends the process when they are
 * not its own. A file that is missing or empty is a new database.
 *
 * @throws Error for a file that is something else
 */
export const checkFileHeader = async (file: string): Promise<void> => {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (handle === undefined) return
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(META), 0, META, 0)
    if (bytesRead === 0) return
    if (bytesRead < META || buffer.readUInt32LE(MAGIC_AT) !== MAGIC)
      throw new Error(
        `${file} is not a mail database: put a backup in its place, or move it away to start with an empty one`,
      )
  } finally {
    await handle.close()
  }
}
