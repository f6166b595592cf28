import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { run } from '../run.ts'
import { layPackage } from '../tree/deb.ts'
import { Tree } from '../tree/tree.ts'
import { closure, initrdModules, systemModules } from './selection.ts'

export interface Kernel {
  readonly version: string
  /** The uncompressed arm64 Image. */
  readonly image: Buffer
  /** Device trees by file name, `bcm2711-rpi-4-b.dtb`. */
  readonly deviceTrees: ReadonlyMap<string, Buffer>
  /** Paths below `usr/lib/modules/VERSION/` with their content, indexes of depmod(8) included. */
  readonly systemModules: ReadonlyMap<string, Buffer>
  readonly initrdModules: ReadonlyMap<string, Buffer>
}

/**
 * Takes the kernel's packages apart: the image, the Pi's device trees, and two trimmed module trees, each with its own
 * index. Modules are unpacked, so that the slot's compressor sees them and the box need not unpack each on its own.
 */
export async function readKernel(debs: readonly string[], work: string): Promise<Kernel> {
  const tree = new Tree()
  for (const deb of debs) await layPackage(deb, tree, (path) => /^usr\/lib\/modules\/[^/]+(\/|$)/.test(path))
  const image = tree.sorted().find(([path]) => /^usr\/lib\/modules\/[^/]+\/vmlinuz$/.test(path))
  if (image?.[1].kind !== 'file')
    throw new Error('the kernel packages hold no vmlinuz; has their layout changed?')
  const version = image[0].split('/')[3]!
  const base = `usr/lib/modules/${version}/`

  const all = join(work, 'modules-all')
  const compressed: string[] = []
  const deviceTrees = new Map<string, Buffer>()
  for (const [path, node] of tree.sorted()) {
    if (node.kind !== 'file' || !path.startsWith(base)) continue
    const name = path.slice(base.length)
    if (/^dtb\/broadcom\/bcm2[78].*\.dtb$/.test(name))
      deviceTrees.set(name.slice('dtb/broadcom/'.length), node.content)
    if (!/^kernel\/|^modules\.(order|builtin|builtin\.modinfo)$/.test(name) || unwanted.test(name)) continue
    const file = join(all, 'lib/modules', version, name)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, node.content)
    if (name.endsWith('.ko.xz')) compressed.push(file)
  }
  await unpack(compressed)
  const dependencies = (await index(all, version)).get('modules.dep')!.toString()
  return {
    version,
    image: image[1].content,
    deviceTrees,
    systemModules: await trim(closure(dependencies, systemModules), 'modules-system'),
    initrdModules: await trim(closure(dependencies, initrdModules), 'modules-initrd'),
  }

  async function trim(paths: readonly string[], name: string): Promise<Map<string, Buffer>> {
    const files = new Map<string, Buffer>()
    const own = join(work, name)
    for (const path of [...paths, 'modules.order', 'modules.builtin', 'modules.builtin.modinfo']) {
      const content = await readFile(join(all, 'lib/modules', version, path))
      const target = join(own, 'lib/modules', version, path)
      await mkdir(dirname(target), { recursive: true })
      await writeFile(target, content)
      if (path.endsWith('.ko')) files.set(path, content)
    }
    for (const [file, content] of await index(own, version)) files.set(file, content)
    await rm(own, { recursive: true })
    return files
  }
}

/** Whole families that nothing in the selection needs: not unpacking them saves seconds. */
const unwanted =
  /^kernel\/(sound|drivers\/(media|infiniband|iio|net\/wireless\/(?!broadcom)|gpu\/drm\/(amd|nouveau|radeon|msm|i915|xe)))\//

/** Runs depmod(8) over a tree and returns the indexes the kernel's tools read. */
async function index(root: string, version: string): Promise<Map<string, Buffer>> {
  await run('depmod', ['-b', root, version])
  const folder = join(root, 'lib/modules', version)
  const files = new Map<string, Buffer>()
  for (const name of (await readdir(folder)).sort()) {
    if (/^modules\.(dep|alias|symbols|softdep|builtin)(\.bin|\.alias\.bin)?$/.test(name)) {
      files.set(name, await readFile(join(folder, name)))
    }
  }
  return files
}

async function unpack(files: readonly string[]): Promise<void> {
  const waiting = Array.from({ length: Math.ceil(files.length / 200) }, (_, i) =>
    files.slice(i * 200, i * 200 + 200),
  )
  const worker = async () => {
    for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift())
      await run('xz', ['-d', '--', ...batch])
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
}
