import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What the binaries and the image are made of. */
const inputs = [
  'server',
  'setup-wizard',
  'firmware-config',
  'image',
  'package-lock.json',
  'scripts/toolchain',
]

/** Made by builds, or prose about them: no input. */
const passedOver = /(^|\/)(node_modules|dist|corpus)(\/|$)|\.test\.tsx?$|\.md$/

/**
 * A hash over every build input: equal means that a build would give the same result.
 *
 * @param root the checkout
 */
export async function fingerprint(root: string): Promise<string> {
  const hash = createHash('sha256')
  for (const file of (await Promise.all(inputs.map((input) => listFiles(root, input)))).flat().sort()) {
    const bytes = await readFile(join(root, file))
    hash.update(`${file}\0${bytes.length}\0`).update(bytes)
  }
  return hash.digest('hex')
}

async function listFiles(root: string, path: string): Promise<string[]> {
  if (passedOver.test(path)) return []
  const entries = await readdir(join(root, path), { withFileTypes: true }).catch(() => undefined)
  if (entries === undefined) return [path]
  const lists = entries.map((entry) => {
    const below = `${path}/${entry.name}`
    if (entry.isDirectory()) return listFiles(root, below)
    return entry.isFile() && !passedOver.test(below) ? [below] : []
  })
  return (await Promise.all(lists)).flat()
}
