import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Departed } from './departed.ts'

test('who left is known for a while, and only so many are', () => {
  let now = 0
  const departed = new Departed(Buffer.alloc(32), 2, 1000, () => now)
  departed.add('a')
  assert.deepEqual([departed.has('a'), departed.has('b')], [true, false])
  now = 500
  departed.add('b')
  departed.add('c')
  assert.deepEqual([departed.has('a'), departed.has('b'), departed.has('c')], [false, true, true])
  now = 1500
  assert.equal(departed.has('b'), false)
  departed.add('d')
  assert.equal(departed.size, 1)
})
