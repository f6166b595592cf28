import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bootPartition, readPartitions } from './mbr.ts'

const record = (...entries: [type: number, start: number, sectors: number][]): Buffer => {
  const bytes = Buffer.alloc(512)
  bytes.writeUInt16LE(0xaa55, 510)
  entries.forEach(([type, start, sectors], i) => {
    bytes.writeUInt8(type, 446 + i * 16 + 4)
    bytes.writeUInt32LE(start, 446 + i * 16 + 8)
    bytes.writeUInt32LE(sectors, 446 + i * 16 + 12)
  })
  return bytes
}

test('partitions are given in octets, empty entries left out', () => {
  const partitions = readPartitions(
    record([0x0c, 8192, 1000], [0x83, 16384, 2000], [0, 0, 0], [0x83, 4_000_000_000, 8]),
  )
  assert.deepEqual(
    partitions.map(({ number }) => number),
    [1, 2, 4],
  )
  assert.deepEqual(bootPartition(partitions), { number: 1, type: 0x0c, start: 4_194_304, size: 512_000 })
  assert.equal(partitions[2]?.start, 2_048_000_000_000)
})

test('tables a Pi 4 does not boot are refused', () => {
  assert.throws(() => readPartitions(Buffer.alloc(512)), /no partition table/)
  assert.throws(() => readPartitions(record([0x0c, 1, 1], [0xee, 1, 1])), /GPT/)
  assert.throws(() => readPartitions(record([0, 0, 0], [0x0c, 1, 1])), /first partition entry is empty/)
  assert.throws(() => bootPartition(readPartitions(record([0x83, 1, 1]))), /no FAT \(type 83\)/)
})
