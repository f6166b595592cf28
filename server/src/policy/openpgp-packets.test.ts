import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { PacketWalk } from './openpgp-packets.ts'

const walk = (octets: readonly number[], piece = octets.length): boolean => {
  const reader = new PacketWalk()
  const bytes = Uint8Array.from(octets)
  for (let at = 0; at < bytes.length; at += piece) reader.write(bytes, at, Math.min(bytes.length, at + piece))
  return reader.end()
}
const zeros = (count: number): number[] => new Array<number>(count).fill(0)

/** Octets, whether they are one encrypted message, what it is about. */
const table: [number[], boolean, string][] = [
  [[], false, 'nothing'],
  [[0xd2, 0], true, 'empty SEIPD'],
  [[0xd2], false, 'tag alone'],
  [[0xd2, 191, ...zeros(191)], true, 'largest one-octet length'],
  [[0xd2, 192, 0, ...zeros(192)], true, 'smallest two-octet length'],
  [[0xd2, 192, 0, ...zeros(191)], false, 'one octet short'],
  [[0xd2, 192, 0, ...zeros(193)], false, 'one octet over'],
  [[0xd2, 223, 255, ...zeros(8383)], true, 'largest two-octet length'],
  [[0xd2, 255, 0, 0, 0, 3, 1, 2, 3], true, 'five-octet length'],
  [[0xd2, 255, 0xff, 0xff, 0xff, 0xff, 1], false, 'length with the sign bit'],
  [[0xd2, 255, 0x80, 0, 0, 0], false, 'length 2^31'],
  [[0xd2, 0xfe, 1], false, 'partial length 2^30'],
  [[0xd2, 0xe0, 1, 0xe1, 1, 2, 0], true, 'partial lengths 1, 2, then none'],
  [[0xd2, 0xe0, 1], false, 'partial length without a last one'],
  [[0xd2, 0xe0, 1, 192, 0, ...zeros(192)], true, 'partial, then two-octet length'],
  [[0xc1, 2, 1, 2, 0xc3, 1, 9, 0xd2, 1, 0], true, 'PKESK, SKESK, SEIPD'],
  [[0xc1, 0xe0, 1, 1, 1, 0xd2, 0], false, 'PKESK in partial lengths'],
  [[0x84, 2, 1, 2, 0xd2, 0], true, 'legacy PKESK, one octet'],
  [[0x85, 0, 2, 1, 2, 0xd2, 0], true, 'legacy PKESK, two octets'],
  [[0x8e, 0, 0, 0, 1, 7, 0xd2, 0], true, 'legacy SKESK, four octets'],
  [[0x87, 1, 2, 0xd2, 0], false, 'legacy PKESK until the end'],
  [[0x84, 0, 0xd2, 0], true, 'empty legacy PKESK'],
  [[0xcb, 2, 1, 2], false, 'literal data'],
  [[0xd2, 0, 0xd2, 0], false, 'two SEIPD'],
  [[0xd2, 0, 0xc1, 0], false, 'PKESK after SEIPD'],
  [[0x52, 0], false, 'high bit missing'],
  [[0xc9, 0], false, 'SED without integrity'],
]

describe('packet walk', () => {
  for (const [octets, expected, name] of table) {
    test(name, () => {
      for (const piece of [octets.length || 1, 1, 2, 3, 7]) assert.equal(walk(octets, piece), expected)
    })
  }

  test('every first octet but three tags is refused at once', () => {
    const accepted: number[] = []
    for (let octet = 0; octet < 256; octet += 1)
      if (new PacketWalk().write(Uint8Array.of(octet))) accepted.push(octet)
    assert.deepEqual(accepted, [0x84, 0x85, 0x86, 0x8c, 0x8d, 0x8e, 0xc1, 0xc3, 0xd2])
  })
})
