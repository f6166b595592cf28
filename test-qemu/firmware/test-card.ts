import { execFileSync } from 'node:child_process'
import { closeSync, openSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'

const start = 4 * 1024 * 1024
const sectors = 16_384

/** A small card with one FAT partition and the given files, made like the real one: without root. */
export function makeTestCard(folder: string, files: Readonly<Record<string, string | Buffer>>): string {
  const image = join(folder, 'test-card.img')
  writeFileSync(image, '')
  truncateSync(image, start + sectors * 512)
  const drive = ['-i', `${image}@@${start}`]
  execFileSync('mformat', [...drive, '-T', String(sectors), '-h', '64', '-s', '32', '::'])
  const folders = new Set(
    Object.keys(files)
      .map(dirname)
      .filter((name) => name !== '.'),
  )
  for (const name of folders) execFileSync('mmd', [...drive, `::${name}`])
  for (const [name, content] of Object.entries(files)) {
    const source = join(folder, 'test-card-file')
    writeFileSync(source, content)
    execFileSync('mcopy', [...drive, source, `::${name}`])
  }
  const table = Buffer.alloc(512)
  table.writeUInt8(0x0c, 450)
  table.writeUInt32LE(start / 512, 454)
  table.writeUInt32LE(sectors, 458)
  table.writeUInt16LE(0xaa55, 510)
  const card = openSync(image, 'r+')
  writeSync(card, table, 0, 512, 0)
  closeSync(card)
  return image
}
