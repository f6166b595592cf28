import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { encryptedMessage } from '../../policy/sample.ts'
import { pack, unpack } from './packing.ts'

test('what is packed comes back, whatever it is', () => {
  for (const bytes of [
    Buffer.alloc(0),
    Buffer.from('a'),
    Buffer.alloc(16_000),
    randomBytes(16_000),
    encryptedMessage('a@b', 8_000),
  ]) {
    const packed = pack(bytes)
    assert.ok(packed.length <= bytes.length)
    assert.ok(unpack(packed, bytes.length).equals(bytes))
  }
})

test('a message of 3 kB of ciphertext fits in one page of the database', () => {
  assert.ok(pack(encryptedMessage('abcdefghi@_roost.local', 3_000)).length < 4_000)
})

test('bytes that unfold to more than was promised, or are damaged, are an error', () => {
  const packed = pack(Buffer.alloc(10_000))
  assert.throws(() => unpack(packed, 9_999))
  packed.writeUInt8(packed[0]! ^ 255, 0)
  assert.throws(() => unpack(packed, 10_000))
})
