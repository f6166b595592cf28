import { rm, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { run } from '../run.ts'

/** Writes a FAT32 file system with these files (paths with `/`), without mounting anything; same bytes each time. */
export async function writeBootPartition(
  file: string,
  bytes: number,
  files: ReadonlyMap<string, Buffer | string>,
  epoch: number,
  work: string,
): Promise<void> {
  const env = { SOURCE_DATE_EPOCH: String(epoch), MTOOLS_SKIP_CHECK: '1' }
  await rm(file, { force: true })
  const label = ['--invariant', '-F', '32', '-n', 'ROOST', '-i', '524f4f53']
  await run('mkfs.fat', [...label, '-C', file, String(bytes / 1024)], { env })

  // One by one and sorted: a recursive copy would take the order of the host's folder.
  const names = [...files.keys()].sort()
  for (const folder of new Set(names.map(dirname).filter((name) => name !== '.'))) {
    await run('mmd', ['-i', file, `::${folder}`], { env })
  }
  const source = join(work, 'boot-file')
  for (const name of names) {
    await writeFile(source, files.get(name)!)
    await utimes(source, epoch, epoch)
    await run('mcopy', ['-i', file, '-m', '-Q', source, `::${name}`], { env })
  }
}
