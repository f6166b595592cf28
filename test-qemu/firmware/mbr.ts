/** One entry of a classic partition table. */
export interface Partition {
  /** 1 to 4. */
  readonly number: number
  readonly type: number
  /** In octets, from the start of the card. */
  readonly start: number
  readonly size: number
}

const sector = 512
const protectiveGpt = 0xee

/**
 * The primary partitions of a master boot record, empty entries left out.
 * @param record the first 512 octets of a card
 * @throws when there is no table, or one that the start*.elf of a Pi 4 refuses: GPT, or an empty first entry
 */
export function readPartitions(record: Buffer): Partition[] {
  if (record.length < sector || record.readUInt16LE(510) !== 0xaa55)
    throw new Error('the card has no partition table: octets 510 and 511 are not 55 aa')
  const entries = [1, 2, 3, 4].map((number) => {
    const at = 446 + (number - 1) * 16
    return {
      number,
      type: record.readUInt8(at + 4),
      start: record.readUInt32LE(at + 8) * sector,
      size: record.readUInt32LE(at + 12) * sector,
    }
  })
  if (entries.some(({ type }) => type === protectiveGpt))
    throw new Error('the card has a GPT or a hybrid table, which a Pi 4 does not boot')
  if (entries[0]?.type === 0)
    throw new Error('the first partition entry is empty, which a Pi 4 does not boot')
  return entries.filter(({ type }) => type !== 0)
}

const fatTypes: readonly number[] = [0x01, 0x04, 0x06, 0x0b, 0x0c, 0x0e]

/** The partition the firmware starts from: the first one, which must be FAT. */
export function bootPartition(partitions: readonly Partition[]): Partition {
  const [first] = partitions
  if (first?.number !== 1 || !fatTypes.includes(first.type))
    throw new Error(`the first partition is no FAT (type ${first?.type.toString(16) ?? 'none'})`)
  return first
}
