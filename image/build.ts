import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { bootFiles } from './boot-files.ts'
import { writeBootPartition } from './card/boot-partition.ts'
import { writeDataPartition } from './card/data-partition.ts'
import { writeDisk } from './card/disk.ts'
import { bytesOf, imageBytes, layout } from './card/layout.ts'
import { writeSlot } from './card/slot.ts'
import { makeInitrd } from './initrd/initrd.ts'
import { readKernel } from './kernel/kernel.ts'
import { differences, formatLock, type Lock, parseLock } from './lock/lock.ts'
import { findMirror } from './lock/mirror.ts'
import { obtain } from './lock/obtain.ts'
import { useProxyOfApt } from './lock/proxy.ts'
import { resolve } from './lock/resolve.ts'
import { run } from './run.ts'
import { kernelPackages, makeSystem } from './system.ts'
import { layPackage } from './tree/deb.ts'
import { Tree } from './tree/tree.ts'

export interface BuildOptions {
  /** The repository. */
  readonly root: string
  readonly arch: 'arm64'
  /** The server's binary for the card's architecture. */
  readonly serverBinary: string
  readonly version: string
  /** Root of a Debian mirror; the machine's own apt names one otherwise. */
  readonly mirror?: string
  /** Folder for the image. */
  readonly out: string
  /** Resolve the packages anew and write the lock before building. */
  readonly updateLock?: boolean
  /** Fail rather than take a newer package when the mirror dropped a pinned one. */
  readonly locked?: boolean
  /** Leave the raw image beside the packed one. */
  readonly keepRaw?: boolean
  readonly onStep?: (text: string) => void
}

export interface Built {
  readonly image: string
  /** The unpacked image, when `keepRaw` asked for it. */
  readonly raw?: string
  readonly rawBytes: number
  readonly compressedBytes: number
  readonly systemBytes: number
  readonly seconds: Readonly<Record<string, number>>
}

/** Where the lock lies in the repository. */
export const lockFile = (root: string, arch: string): string => join(root, `image/lock/trixie-${arch}.json`)

/** Resolves the recipe against a mirror, writes the lock, and returns what changed, one line a package. */
export async function updateLock(root: string, arch: string, mirror?: string): Promise<string[]> {
  const file = lockFile(root, arch)
  const before = await readFile(file, 'utf8').then(parseLock, () => ({
    architecture: arch,
    epoch: 0,
    packages: [],
  }))
  const packages = await resolve(await findMirror(mirror), arch)
  const changes = differences(before, { ...before, packages })
  const day = 86_400
  const epoch = changes.length > 0 ? Math.floor(Date.now() / 1000 / day) * day : before.epoch
  await writeFile(file, formatLock({ architecture: arch, epoch, packages }))
  return changes
}

/** From recipe, lock and server binary to one flashable image. Needs the programs of host-packages.ts, never root. */
export async function buildImage(options: BuildOptions): Promise<Built> {
  const say = options.onStep ?? (() => {})
  const seconds: Record<string, number> = {}
  const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    say(name)
    const start = performance.now()
    const result = await work()
    seconds[name] = Math.round((performance.now() - start) / 100) / 10
    return result
  }
  const work = await mkdtemp(join(tmpdir(), 'roost-image-'))
  try {
    if (options.updateLock) {
      const changes = await step('resolving packages', () =>
        updateLock(options.root, options.arch, options.mirror),
      )
      for (const line of changes) say(`  ${line}`)
    }
    const lock = parseLock(await readFile(lockFile(options.root, options.arch), 'utf8'))
    const { epoch } = lock
    const { debs, used } = await step('fetching packages', async () => {
      await useProxyOfApt()
      const mirror = await findMirror(options.mirror)
      const cache = join(options.root, '.cache/debs')
      return obtain(lock, { mirror, cache, locked: options.locked ?? false, say })
    })
    const deb = (name: string): string => {
      const path = debs.get(name)
      if (path === undefined)
        throw new Error(`the package lock lacks ${name}; run: scripts/build --update-lock`)
      return path
    }
    const kernel = await step('kernel and modules', () =>
      readKernel(kernelPackages(debs.keys()).map(deb), work),
    )
    const system = await step('system tree', () =>
      makeSystem({ debs, kernel, serverBinary: options.serverBinary, version: options.version, epoch }),
    )
    const initrd = await step('initrd', () => makeInitrd(system.read('usr/bin/busybox'), kernel, epoch, work))
    const parts = {
      boot: join(work, 'boot.img'),
      slotA: join(work, 'slot.img'),
      data: join(work, 'data.img'),
    }
    await step('boot partition', async () => {
      const firmware = new Tree()
      await layPackage(deb('raspi-firmware'), firmware, isBootFirmware)
      const files = bootFiles(kernel, initrd, firmware)
      await writeBootPartition(parts.boot, bytesOf(layout.boot.size), files, epoch, work)
    })
    await step('system slot', () => writeSlot(system, parts.slotA, epoch))
    await step('data partition', () => writeDataPartition(parts.data, bytesOf(layout.data.size), epoch))

    await mkdir(options.out, { recursive: true })
    const raw = join(options.out, `roost-${options.version}-${options.arch}.img`)
    const image = `${raw}.xz`
    await step('disk image', () => writeDisk(raw, parts))
    await step('packing', async () => {
      await rm(image, { force: true })
      // What is big in it is packed already; this is for the empty space. A fixed block size gives the same bytes on any host.
      await run('xz', ['-k', '-0', '-T2', '--block-size=24MiB', '--check=crc32', raw])
    })
    if (!options.keepRaw) await rm(raw)
    await writeUsedLock(`${raw}.lock.json`, used)
    const systemBytes = (await stat(parts.slotA)).size
    const built = {
      image,
      rawBytes: imageBytes,
      compressedBytes: (await stat(image)).size,
      systemBytes,
      seconds,
    }
    return options.keepRaw ? { ...built, raw } : built
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** What the Pi's ROM and firmware load; debug, camera and cut-down variants stay out. */
const isBootFirmware = (path: string): boolean =>
  /^usr\/lib\/raspi-firmware\/(bootcode\.bin|start4?\.elf|fixup4?\.dat)$/.test(path)

/** Written beside the image: the exact packages in it, which differ from the repository's lock when one vanished. */
async function writeUsedLock(file: string, used: Lock): Promise<void> {
  await writeFile(`${file}.new`, formatLock(used))
  await rename(`${file}.new`, file)
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      server: { type: 'string' },
      version: { type: 'string', default: '0.1.0' },
      mirror: { type: 'string' },
      out: { type: 'string' },
      'update-lock': { type: 'boolean', default: false },
      locked: { type: 'boolean', default: false },
      raw: { type: 'boolean', default: false },
    },
  })
  const root = join(import.meta.dirname, '..')
  const built = await buildImage({
    root,
    arch: 'arm64',
    serverBinary: values.server ?? join(root, 'dist/roost-linux-arm64'),
    version: values.version,
    out: values.out ?? join(root, 'dist'),
    updateLock: values['update-lock'],
    locked: values.locked,
    keepRaw: values.raw,
    onStep: (text) => console.error(`==> ${text}`),
    ...(values.mirror === undefined ? {} : { mirror: values.mirror }),
  })
  console.log(JSON.stringify(built, null, 2))
}
