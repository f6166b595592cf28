import type { Partition } from './mbr.ts'

const mebibyte = 1024 * 1024
const sectors = (mebibytes: number): number => (mebibytes * mebibyte) / 512

/** Same on every card, so that the image has the same bytes in every build; the initrd looks for it. */
export const diskId = 0x726f6f73

/** Where everything lies, in MiB (docs/architecture.md, the card). The data partition grows at first boot. */
export const layout = {
  boot: { start: 8, size: 256, type: 0x0c },
  slotA: { start: 264, size: 256, type: 0x83 },
  slotB: { start: 520, size: 256, type: 0x83 },
  data: { start: 776, size: 64, type: 0x83 },
} as const

export const bytesOf = (mebibytes: number): number => mebibytes * mebibyte
export const imageBytes = bytesOf(layout.data.start + layout.data.size)

export const partitions: readonly Partition[] = Object.values(layout).map(({ start, size, type }) => ({
  type,
  start: sectors(start),
  sectors: sectors(size),
}))
