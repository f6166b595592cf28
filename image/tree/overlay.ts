import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Tree } from './tree.ts'

/** Lays a folder of this repository into the tree. Below `usr/lib/roost` files are programs; elsewhere they are data. */
export async function layOverlay(folder: string, tree: Tree): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const entry of entries.filter((found) => found.isFile())) {
    const path = relative(folder, join(entry.parentPath, entry.name))
    const program = path.startsWith('usr/lib/roost/') && !entry.name.includes('.')
    tree.file(path, await readFile(join(entry.parentPath, entry.name)), program ? 0o755 : 0o644)
  }
}
