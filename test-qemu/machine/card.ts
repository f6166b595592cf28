import { execFile } from 'node:child_process'
import { stat, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const gibibyte = 1024 ** 3

/**
 * A memory card with the image on it: a sparse copy, so that the image itself is never written, larger than the
 * image, as real cards are. Sizes are powers of two, which QEMU's SD controller insists on.
 * @returns the path of the card
 */
export async function writeCard(image: string, folder: string, atLeast = 4 * gibibyte): Promise<string> {
  const card = join(folder, 'card.img')
  await run('cp', ['--sparse=always', '--reflink=auto', '--', image, card])
  const { size } = await stat(image)
  await truncate(card, 2 ** Math.ceil(Math.log2(Math.max(size, atLeast))))
  return card
}
