import type { Tree } from './tree.ts'

/**
 * The shared libraries an ELF file asks for (`DT_NEEDED`); `undefined` for other files. 64-bit little-endian only,
 * which is all an arm64 card holds. Pure.
 */
export function neededLibraries(file: Buffer): string[] | undefined {
  if (file.length < 64 || file.readUInt32BE(0) !== 0x7f454c46 || file[4] !== 2 || file[5] !== 1)
    return undefined
  const at = (offset: number): number => Number(file.readBigUInt64LE(offset))
  const segments = Array.from(
    { length: file.readUInt16LE(56) },
    (_, index) => at(32) + index * file.readUInt16LE(54),
  )
  const loads = segments
    .filter((segment) => file.readUInt32LE(segment) === 1)
    .map((segment) => ({ offset: at(segment + 8), address: at(segment + 16), size: at(segment + 32) }))
  const dynamic = segments.find((segment) => file.readUInt32LE(segment) === 2)
  if (dynamic === undefined) return []

  const needed: number[] = []
  let strings = 0
  for (let entry = at(dynamic + 8); entry + 16 <= file.length; entry += 16) {
    const [tag, value] = [at(entry), at(entry + 8)]
    if (tag === 0) break
    if (tag === 1) needed.push(value)
    if (tag === 5) strings = value
  }
  const load = loads.find(({ address, size }) => strings >= address && strings < address + size)
  const table = load === undefined ? strings : strings - load.address + load.offset
  return needed.map((name) => file.toString('latin1', table + name, file.indexOf(0, table + name)))
}

/** Where the loader looks without a cache: Debian's multiarch folder, and the folder systemd's own library lies in. */
const searched = ['usr/lib/aarch64-linux-gnu/', 'usr/lib/aarch64-linux-gnu/systemd/', 'usr/lib/']

/**
 * Programs whose libraries are not on the card, as `usr/sbin/x: liby.so.1`. The recipe leaves packages and files out,
 * so this is what proves that nothing was left out too much.
 */
export function missingLibraries(tree: Tree): string[] {
  const missing: string[] = []
  for (const [path, node] of tree.sorted()) {
    if (node.kind !== 'file' || path.startsWith('usr/lib/modules/')) continue
    for (const library of neededLibraries(node.content) ?? []) {
      if (!searched.some((folder) => tree.has(folder + library))) missing.push(`${path}: ${library}`)
    }
  }
  return missing
}
