import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bytesOf, diskId, imageBytes, layout, partitions } from './layout.ts'
import { masterBootRecord } from './mbr.ts'

test('a record as fdisk would write it, byte by byte', () => {
  const sector = masterBootRecord(0x12345678, [{ type: 0x0c, start: 16_384, sectors: 524_288 }])
  assert.equal(sector.length, 512)
  assert.equal(sector.subarray(440, 444).toString('hex'), '78563412')
  assert.equal(sector.subarray(446, 462).toString('hex'), '00feffff0cfeffff0040000000000800')
  assert.ok(sector.subarray(462, 510).every((byte) => byte === 0))
  assert.equal(sector.subarray(510).toString('hex'), '55aa')
})

test('overlaps and a fifth partition are refused', () => {
  const one = { type: 0x83, start: 2048, sectors: 2048 }
  assert.throws(() => masterBootRecord(1, [one, { ...one, start: 4095 }]), /partition 2 overlaps/)
  assert.throws(() => masterBootRecord(1, [{ ...one, start: 0 }]), /partition 1 overlaps/)
  assert.throws(() => masterBootRecord(1, [one, one, one, one, one]), /four entries/)
})

test('the card: four partitions without gaps, aligned to 8 MiB, the growing one last', () => {
  const record = masterBootRecord(diskId, partitions)
  assert.equal(partitions.length, 4)
  for (const [index, { start, sectors }] of partitions.entries()) {
    assert.equal((start * 512) % bytesOf(8), 0)
    const next = partitions[index + 1]
    assert.equal((start + sectors) * 512, next === undefined ? imageBytes : next.start * 512)
  }
  // The Pi 4's firmware gives up when one of the first two entries is a GPT guard.
  for (const index of [0, 1]) assert.notEqual(record[446 + 16 * index + 4], 0xee)
  assert.ok(imageBytes <= 1024 ** 3, 'fits a gibibyte, so that QEMU can pad it to a card')
  assert.equal(layout.slotA.size, layout.slotB.size)
})
