import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Kernel } from '../kernel/kernel.ts'
import { run } from '../run.ts'
import { Tree } from '../tree/tree.ts'
import { newcArchive } from './cpio.ts'

/** The one initrd of all boards: busybox, the modules on the way to the disk, and one script. Returns the packed bytes. */
export async function makeInitrd(
  busybox: Buffer,
  kernel: Kernel,
  epoch: number,
  work: string,
): Promise<Buffer> {
  const tree = new Tree()
  for (const folder of ['dev', 'proc', 'sys', 'run', 'root', 'usr/sbin']) tree.directory(folder)
  for (const link of ['bin', 'sbin', 'lib']) tree.symlink(link, `usr/${link}`)
  tree.file('bin/busybox', busybox, 0o755)
  tree.symlink('bin/sh', 'busybox')
  tree.file('init', await readFile(new URL('./init', import.meta.url)), 0o755)
  for (const [path, content] of kernel.initrdModules) {
    if (!path.endsWith('.bin')) tree.file(`lib/modules/${kernel.version}/${path}`, content)
  }
  const plain = join(work, 'initrd.cpio')
  const packed = join(work, 'initrd')
  await writeFile(plain, newcArchive(tree, epoch))
  await run('zstd', ['-q', '-f', '-19', '-T1', '--check', plain, '-o', packed])
  return readFile(packed)
}
