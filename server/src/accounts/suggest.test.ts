import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { suggestName, suggestPassword } from './suggest.ts'

const limits = { name_min: 9, name_max: 9, password_min: 9 }

test('names have nine characters, or what the limits allow', () => {
  const lengthOf = (name_min: number, name_max: number) =>
    suggestName({ ...limits, name_min, name_max }, randomBytes).length
  assert.deepEqual([lengthOf(9, 9), lengthOf(1, 64), lengthOf(12, 20), lengthOf(3, 5)], [9, 9, 12, 5])
  for (let i = 0; i < 200; i++) assert.match(suggestName(limits, randomBytes), /^[a-z0-9]{9}$/)
})

test('passwords have at least twenty characters and three more than asked for', () => {
  assert.match(suggestPassword(limits, randomBytes), /^[A-Za-z0-9]{20}$/)
  assert.equal(suggestPassword({ ...limits, password_min: 40 }, randomBytes).length, 43)
})

test('every character is equally likely: octets beyond the last multiple are thrown away', () => {
  // 252 is the greatest multiple of 36 up to 256.
  const octets = [252, 253, 255, 0, 35, 36, 251, 254, 1, 2, 3, 4, 5]
  let at = 0
  const random = (count: number) =>
    Buffer.from(Array.from({ length: count }, () => octets[at++ % octets.length]!))
  assert.equal(suggestName(limits, random), 'a9a9bcdef')
})
