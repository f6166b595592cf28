import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSenderAddress, judgeFrom, sameAddress } from './sender.ts'

test('an envelope sender has exactly one @ with something on both sides', () => {
  for (const good of ['a@b', 'alice@_roost.test', 'a@[127.0.0.1]'])
    assert.equal(isSenderAddress(good), true, good)
  for (const bad of ['', 'a', '@', 'a@', '@b', 'a@b@c', 'a@@b'])
    assert.equal(isSenderAddress(bad), false, bad)
})

test('addresses are compared without regard to case', () => {
  assert.equal(sameAddress('Alice@_Roost.Test', 'alice@_roost.test'), true)
  assert.equal(sameAddress('alice@_roost.test', 'alice@_roost.tes'), false)
  assert.equal(sameAddress('\u212aate@x', 'kate@x'), false)
})

test('the author must be the sender', () => {
  assert.equal(judgeFrom({ ok: true, address: 'ALICE@x' }, 'alice@x'), 'ok')
  assert.equal(judgeFrom({ ok: true, address: 'bob@x' }, 'alice@x'), 'different')
  assert.equal(judgeFrom({ ok: false, problem: 'several' }, 'alice@x'), 'unreadable')
})
