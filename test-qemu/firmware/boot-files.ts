import type { Board } from './boards.ts'
import type { BootSettings } from './config-txt.ts'

/** Paths on the boot partition. */
export interface BootFiles {
  readonly kernel: string
  readonly initramfs: readonly string[]
  readonly deviceTree: string
  readonly cmdline: string | undefined
}

/**
 * Which files a board starts (Raspberry Pi documentation, `os_prefix`, `kernel`, `initramfs`, `device_tree`,
 * `upstream_kernel`). A prefix under which there is no kernel or no device tree is ignored by the firmware, so a
 * wrong slot name ends here too, with the names that were looked for.
 * @param exists whether a path lies on the boot partition
 * @throws when a file that the settings name is missing: the board would stay dark
 */
export function chooseBootFiles(
  settings: BootSettings,
  board: Board,
  exists: (path: string) => boolean,
): BootFiles {
  const trees = [
    settings.device_tree,
    ...(settings.upstream_kernel
      ? [board.upstreamTree, board.downstreamTree]
      : [board.downstreamTree, board.upstreamTree]),
  ].filter((name) => name !== undefined && name !== '')
  const kernels = settings.kernel === undefined ? board.kernels : [settings.kernel]
  const under = (prefix: string) => {
    const kernel = kernels.map((name) => prefix + name).find(exists)
    const deviceTree = trees.map((name) => prefix + name).find(exists)
    return kernel !== undefined && deviceTree !== undefined ? { prefix, kernel, deviceTree } : undefined
  }
  const found = under(settings.os_prefix) ?? under('')
  if (found === undefined)
    throw new Error(
      `${board.name} finds nothing to start: looked under "${settings.os_prefix}" for ${kernels.join(' or ')} and ${trees.join(' or ')}`,
    )
  const { prefix, kernel, deviceTree } = found
  const automatic = kernel
    .slice(prefix.length)
    .replace(/^kernel/, 'initramfs')
    .replace(/\.img$/, '')
  const wanted = settings.initramfs.length > 0 || !settings.auto_initramfs ? settings.initramfs : [automatic]
  const initramfs = wanted.map((name) => prefix + name)
  const missing = initramfs.find((path) => !exists(path))
  if (missing !== undefined)
    throw new Error(`${board.name} is told to load ${missing}, which is not on the card`)
  const cmdline = prefix + settings.cmdline
  return { kernel, initramfs, deviceTree, cmdline: exists(cmdline) ? cmdline : undefined }
}
