import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDeviceToken, deviceTokens, isDeviceToken } from './device-tokens.ts'
import { imapLimits } from './limits.ts'

test('tokens add up, are renewed, and are forgotten after 90 days', () => {
  let stored = addDeviceToken(undefined, 'a', 100)
  stored = addDeviceToken(stored, 'b', 150)
  assert.deepEqual(deviceTokens(stored, 150), ['a', 'b'])
  assert.deepEqual(deviceTokens(stored, 189), ['a', 'b'])
  assert.deepEqual(deviceTokens(stored, 190), ['b'])
  stored = addDeviceToken(stored, 'a', 189)
  assert.deepEqual(deviceTokens(stored, 189), ['b', 'a'])
  assert.deepEqual(deviceTokens(addDeviceToken(stored, 'c', 500), 500), ['c'])
})

test('the oldest makes room', () => {
  let stored: string | undefined
  for (let device = 0; device < 100; device++) stored = addDeviceToken(stored, `token${device}`, 1)
  const tokens = deviceTokens(stored, 1)
  assert.equal(tokens.length, imapLimits.deviceTokens)
  assert.deepEqual([tokens[0], tokens.at(-1)], ['token84', 'token99'])
})

test('what is stored wrongly is passed over', () => {
  assert.deepEqual(deviceTokens('x\n\n1 a b\n7 good\n-1 c', 7), ['good'])
  for (const value of ['', ' ', 'a b', 'a\n', 'ä', 'a\0']) assert.equal(isDeviceToken(value), false, value)
  assert.ok(isDeviceToken('openpgp:abc+/='))
})
