import { execFile } from 'node:child_process'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = dirname(import.meta.dirname)

/**
 * The image under test, unpacked: `ROOST_IMAGE`, or the newest `dist/roost-*-arm64.img.xz`. Unpacked once per build,
 * so that scenarios do not repeat the work.
 * @throws when there is none, with what to run
 */
export async function findImage(): Promise<string> {
  const packed = process.env.ROOST_IMAGE ?? (await newest(join(root, 'dist')))
  if (packed === undefined) throw new Error('there is no image in dist/. Run scripts/build first')
  if (!packed.endsWith('.xz')) return packed
  const { mtimeMs, size } = await stat(packed)
  const cache = join(root, '.cache', 'test-image')
  const unpacked = join(cache, `${basename(packed, '.img.xz')}-${size}-${Math.floor(mtimeMs)}.img`)
  if (await stat(unpacked).catch(() => undefined)) return unpacked
  await mkdir(cache, { recursive: true })
  for (const old of await readdir(cache))
    if (!old.startsWith(basename(unpacked))) await rm(join(cache, old), { force: true })
  const partial = `${unpacked}.${process.pid}`
  // Written by xz itself, which leaves holes where the image has zeros.
  await run('sh', ['-c', 'exec xz --decompress --threads=0 --stdout -- "$1" > "$2"', 'sh', packed, partial])
  await rename(partial, unpacked)
  return unpacked
}

async function newest(folder: string): Promise<string | undefined> {
  const names = (await readdir(folder).catch(() => [])).filter((name) =>
    /^roost-.*-arm64\.img\.xz$/.test(name),
  )
  const files = await Promise.all(
    names.map(async (name) => ({ path: join(folder, name), time: (await stat(join(folder, name))).mtimeMs })),
  )
  return files.sort((a, b) => b.time - a.time)[0]?.path
}
