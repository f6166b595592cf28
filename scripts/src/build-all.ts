import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { buildImage } from '../../image/build.ts'
import { hostPackages as imagePackages } from '../../image/host-packages.ts'
import { buildServer } from '../../server/build/build-server.ts'
import { hostPackages as serverPackages } from '../../server/build/host-packages.ts'
import { buildUi } from '../../setup-wizard/build.ts'
import { fingerprint } from './fingerprint.ts'
import { ensurePackages } from './host-packages.ts'
import { step } from './steps.ts'

export const architectures = ['x64', 'arm64'] as const

export interface BuildOptions {
  readonly root: string
  /** Only the binaries. */
  readonly serverOnly?: boolean
  readonly mirror?: string
  readonly updateLock?: boolean
  readonly locked?: boolean
  /** Say where the time went. */
  readonly report?: boolean
  /** Do nothing when the outputs belong to the present inputs. */
  readonly ifNeeded?: boolean
}

/** Builds both binaries and, unless told otherwise, the image into `dist/`. */
export async function buildAll(options: BuildOptions): Promise<void> {
  const { root } = options
  const dist = join(root, 'dist')
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
  const inputs = await fingerprint(root)
  const outputs = architectures.map((arch) => join(dist, `roost-linux-${arch}`))
  const image = join(dist, `roost-${version}-arm64.img.xz`)
  const wanted = options.serverOnly ? outputs : [...outputs, image]
  const stamp = join(dist, options.serverOnly ? '.server-inputs' : '.image-inputs')
  if (options.ifNeeded && (await isCurrent(stamp, inputs, wanted))) {
    step('binaries and image are up to date')
    return
  }

  await ensurePackages([...serverPackages, ...(options.serverOnly ? [] : Object.keys(imagePackages))])
  await mkdir(dist, { recursive: true })
  await rm(stamp, { force: true })

  step('wizard pages')
  await buildUi(join(root, 'setup-wizard/dist'))
  for (const arch of architectures) {
    step(`dist/roost-linux-${arch}`)
    await buildServer({ arch, version, out: join(dist, `roost-linux-${arch}`) })
  }
  await writeFile(join(dist, '.server-inputs'), inputs)
  if (options.serverOnly) return

  const built = await buildImage({
    root,
    arch: 'arm64',
    serverBinary: join(dist, 'roost-linux-arm64'),
    version,
    out: dist,
    onStep: step,
    ...(options.mirror === undefined ? {} : { mirror: options.mirror }),
    ...(options.updateLock ? { updateLock: true } : {}),
    ...(options.locked ? { locked: true } : {}),
  })
  await writeFile(stamp, options.updateLock ? await fingerprint(root) : inputs)
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
  const size = `${megabytes(built.compressedBytes)} compressed, ${megabytes(built.rawBytes)} on the card`
  step(`dist/${basename(built.image)}: ${size}`)
  if (options.report)
    for (const [name, seconds] of Object.entries(built.seconds)) step(`${seconds} s ${name}`)
}

async function isCurrent(stamp: string, inputs: string, outputs: readonly string[]): Promise<boolean> {
  const stamped = await readFile(stamp, 'utf8').catch(() => '')
  const present = await Promise.all(
    outputs.map((file) =>
      stat(file).then(
        () => true,
        () => false,
      ),
    ),
  )
  return stamped === inputs && !present.includes(false)
}
