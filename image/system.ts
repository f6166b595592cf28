import { readFile } from 'node:fs/promises'
import { defaultPreseedResult, defaultRoostToml } from '../firmware-config/roost-toml.ts'
import type { Kernel } from './kernel/kernel.ts'
import { layAccounts } from './tree/accounts.ts'
import { layApplets } from './tree/busybox.ts'
import { controlOf, dpkgStatus, layPackage } from './tree/deb.ts'
import { missingLibraries } from './tree/elf.ts'
import { belongs } from './tree/keep.ts'
import { layOverlay } from './tree/overlay.ts'
import { Tree } from './tree/tree.ts'
import { enableUnits } from './tree/units.ts'

export interface SystemInput {
  /** Package files by name. */
  readonly debs: ReadonlyMap<string, string>
  readonly kernel: Kernel
  /** Path of the arm64 server binary. */
  readonly serverBinary: string
  readonly version: string
  readonly epoch: number
}

const isKernel = (name: string): boolean => name.startsWith('linux-')

/** Names of the packages whose files make the kernel, its modules and device trees. */
export const kernelPackages = (names: Iterable<string>): string[] => [...names].filter(isKernel).sort()

/**
 * The tree of a system slot: packages without what the card can spare, and what their installation scripts would have
 * done (users, enabled units, links) as data. Nothing from a package is executed.
 */
export async function makeSystem(input: SystemInput): Promise<Tree> {
  const tree = new Tree()
  for (const link of ['bin', 'sbin', 'lib']) tree.symlink(link, `usr/${link}`)
  const debs = [...input.debs].sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [name, deb] of debs) if (!isKernel(name)) await layPackage(deb, tree, belongs)
  const controls = await Promise.all(debs.map(([, deb]) => controlOf(deb)))
  for (const [path, content] of input.kernel.systemModules) {
    tree.file(`usr/lib/modules/${input.kernel.version}/${path}`, content)
  }
  await layOverlay(new URL('./overlay', import.meta.url).pathname, tree)
  tree.file('usr/lib/roost/roost', await readFile(input.serverBinary), 0o755)
  tree.file('usr/share/roost/roost.toml', defaultRoostToml)
  tree.file('usr/share/roost/preseed.json', `${JSON.stringify(defaultPreseedResult)}\n`)
  layAccounts(tree)
  layApplets(tree)
  layFolders(tree)
  layLinks(tree)
  enableUnits(tree)
  tree.file('usr/lib/os-release', osRelease(tree.read('usr/lib/os-release').toString(), input.version))
  tree.file('usr/share/roost/packages', dpkgStatus(controls))
  tree.file('usr/lib/clock-epoch', '')
  const missing = missingLibraries(tree)
  if (missing.length > 0)
    throw new Error(`the recipe leaves out libraries that are needed:\n${missing.join('\n')}`)
  return tree
}

/** Mount points and folders that a running system expects; whatever lives is on the data partition. */
function layFolders(tree: Tree): void {
  for (const path of [
    'proc',
    'sys',
    'dev',
    'run',
    'data',
    'boot/firmware',
    'var/lib/dpkg',
    'mnt',
    'usr/share/empty',
  ]) {
    tree.directory(path)
  }
  tree.directory('root', 0o700)
  tree.directory('tmp', 0o1777)
}

function layLinks(tree: Tree): void {
  tree.file('etc/machine-id', '')
  tree.symlink('etc/resolv.conf', '/run/systemd/resolve/stub-resolv.conf')
  tree.symlink('etc/mtab', '/proc/self/mounts')
  tree.symlink('etc/localtime', '/usr/share/zoneinfo/UTC')
  tree.symlink('etc/os-release', '../usr/lib/os-release')
  // The server says what it is by writing a file here; avahi sees it without being restarted.
  tree.remove((path) => path.startsWith('etc/avahi/services'))
  tree.symlink('etc/avahi/services', '/run/roost-avahi')
  // Debian chooses the regulatory database by update-alternatives; the kernel knows Debian's signature.
  for (const name of ['regulatory.db', 'regulatory.db.p7s']) {
    tree.symlink(`usr/lib/firmware/${name}`, `${name}-debian`)
  }
}

/** Debian's own description, with what this is on top. */
function osRelease(debian: string, version: string): string {
  const kept = debian.split('\n').filter((line) => !/^(PRETTY_NAME|NAME)=/.test(line))
  return [
    `PRETTY_NAME="Roost ${version}"`,
    'NAME="Roost"',
    `IMAGE_ID=roost`,
    `IMAGE_VERSION=${version}`,
    ...kept,
  ].join('\n')
}
