import { gzipSync } from 'node:zlib'
import { boards } from '../firmware-config/boards.ts'
import { cmdlineTxt } from '../firmware-config/cmdline-txt.ts'
import { configTxt } from '../firmware-config/config-txt.ts'
import { defaultRoostToml } from '../firmware-config/roost-toml.ts'
import type { Kernel } from './kernel/kernel.ts'
import type { Tree } from './tree/tree.ts'

/**
 * The files of the boot partition: firmware and roost.toml at the root, the slot's kernel, initrd, command line and
 * device trees below `a/`. `b/` does not exist until an update fills it. The kernel is packed by gzip, which the Pi's
 * firmware and QEMU both unpack. `firmware` is the tree of the raspi-firmware package.
 */
export function bootFiles(kernel: Kernel, initrd: Buffer, firmware: Tree): Map<string, Buffer | string> {
  const files = new Map<string, Buffer | string>()
  for (const [path, node] of firmware.sorted()) {
    if (node.kind !== 'file') continue
    files.set(path.slice(path.lastIndexOf('/') + 1), node.content)
  }
  files.set('config.txt', configTxt('a'))
  files.set('roost.toml', defaultRoostToml)
  files.set('a/vmlinuz', gzipSync(kernel.image, { level: 9 }))
  files.set('a/initrd', initrd)
  files.set('a/cmdline.txt', cmdlineTxt('a'))
  for (const name of new Set(boards.flatMap((board) => board.deviceTrees))) {
    const content = kernel.deviceTrees.get(name)
    if (content === undefined) throw new Error(`the kernel packages hold no device tree ${name}`)
    files.set(`a/${name}`, content)
  }
  return files
}
