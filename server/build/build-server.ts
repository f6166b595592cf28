import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { bundle } from './bundle.ts'
import { addonAsset } from './native-addon.ts'

export type Architecture = 'x64' | 'arm64'

const root = join(import.meta.dirname, '../..')
const toolchain = join(root, '.cache/toolchain/node_modules')
const run = promisify(execFile)

/**
 * How the engine keeps its memory (docs/performance.md, memory): young objects have 12 MiB instead of 48, and the old
 * ones' heap grows in smaller steps.
 */
const engineOptions: readonly string[] = ['--max-semi-space-size=4', '--heap-growing-percent=40']

/**
 * Makes the single executable of one architecture at `out`: the pinned Node without its symbols, the server as
 * one ES module, lmdb's addon and the wizard's files as assets. Any supported host builds either architecture.
 */
export async function buildServer({
  arch,
  version,
  out,
}: {
  arch: Architecture
  version: string
  out: string
}): Promise<void> {
  await mkdir(dirname(out), { recursive: true })
  // Beside the output, so that the finished file can be renamed into place.
  const work = await mkdtemp(join(dirname(out), '.build-'))
  try {
    const main = join(work, 'roost.mjs')
    const node = join(work, 'node')
    await Promise.all([bundle(main, version), strip(arch, node)])
    const config = join(work, 'sea.json')
    const finished = join(work, 'roost')
    await writeFile(
      config,
      JSON.stringify({
        // Relative, because the name becomes part of the file: equal sources give equal bytes.
        main: basename(main),
        mainFormat: 'module',
        executable: node,
        output: finished,
        disableExperimentalSEAWarning: true,
        // Neither works across architectures.
        useSnapshot: false,
        useCodeCache: false,
        execArgv: engineOptions,
        // NODE_OPTIONS of the surroundings are not meant for this program.
        execArgvExtension: 'none',
        assets: { [addonAsset]: addon(arch), ...(await uiAssets()) },
      }),
    )
    await run(process.execPath, ['--build-sea', config], { cwd: work })
    await chmod(finished, 0o755)
    await rename(finished, out)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

const addon = (arch: Architecture): string => join(toolchain, `@lmdb/lmdb-linux-${arch}/node.napi.glibc.node`)

/** Copies Node without symbol table: a quarter smaller, same program. */
async function strip(arch: Architecture, to: string): Promise<void> {
  const prefix = arch === process.arch ? '' : { x64: 'x86_64-linux-gnu-', arm64: 'aarch64-linux-gnu-' }[arch]
  const node = join(toolchain, `node-linux-${arch}/bin/node`)
  try {
    await run(`${prefix}strip`, ['--strip-all', '-o', to, node])
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw new Error(`${prefix}strip is missing. Run: apt-get install ${stripPackage(arch)}`)
  }
}

const stripPackage = (arch: Architecture): string =>
  arch === process.arch
    ? 'binutils'
    : { x64: 'binutils-x86-64-linux-gnu', arm64: 'binutils-aarch64-linux-gnu' }[arch]

/** What the wizard's own build left in its `dist/`, as `ui/NAME`. */
async function uiAssets(): Promise<Record<string, string>> {
  const folder = join(root, 'setup-wizard/dist')
  const files = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return Object.fromEntries(
    files
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [`ui/${file.slice(folder.length + 1)}`, file]),
  )
}
