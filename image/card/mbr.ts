/** One primary partition; start and size in sectors of 512 bytes. */
export interface Partition {
  readonly type: number
  readonly start: number
  readonly sectors: number
}

/**
 * A plain master boot record: no GPT beside it, because the Pi 4's firmware stops at a protective entry (docs/architecture.md,
 * the card). `diskId` is how the initrd knows the disk. Cylinder numbers are the "use sectors instead" mark. Pure.
 */
export function masterBootRecord(diskId: number, partitions: readonly Partition[]): Buffer {
  if (partitions.length > 4) throw new Error('a master boot record has four entries')
  const sector = Buffer.alloc(512)
  sector.writeUInt32LE(diskId, 440)
  let end = 1
  for (const [index, { type, start, sectors }] of partitions.entries()) {
    if (start < end) throw new Error(`partition ${index + 1} overlaps the one before it`)
    end = start + sectors
    const at = 446 + 16 * index
    sector.writeUIntBE(0xfeffff, at + 1, 3)
    sector.writeUInt8(type, at + 4)
    sector.writeUIntBE(0xfeffff, at + 5, 3)
    sector.writeUInt32LE(start, at + 8)
    sector.writeUInt32LE(sectors, at + 12)
  }
  sector.writeUInt16LE(0xaa55, 510)
  return sector
}
