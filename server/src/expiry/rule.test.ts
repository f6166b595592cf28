import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultLimits } from '../config/limits.ts'
import { isExpired, ruleOf } from './rule.ts'

const DAY = 86_400_000
const TODAY = 20_000
const rule = ruleOf(defaultLimits, TODAY * DAY + 5)

const message = (ago: number, size = 100, flags = 0) => ({
  uid: 1,
  flags,
  keywords: [],
  internalDate: (TODAY - ago) * DAY + DAY - 1000,
  size,
  modseq: 1,
  contentId: 1,
})
const expired = (entry: ReturnType<typeof message>, login = TODAY) =>
  isExpired(rule, defaultLimits, login)(entry)

test('a message lives for twenty whole days', () => {
  assert.equal(expired(message(20)), false)
  assert.equal(expired(message(21)), true)
  assert.equal(expired(message(21), TODAY - 80), true, 'fetched or not')
  assert.equal(expired(message(-400)), false)
})

test('a large one that could be fetched lives for seven', () => {
  const { large_mail_bytes: bytes } = defaultLimits
  assert.equal(expired(message(7, bytes + 1)), false)
  assert.equal(expired(message(8, bytes + 1)), true)
  assert.equal(expired(message(8, bytes)), false, 'not large')
  assert.equal(expired(message(8, bytes + 1), TODAY - 8), false, 'nobody was there since')
  assert.equal(expired(message(8, bytes + 1), TODAY - 7), true)
  assert.equal(expired(message(8, bytes + 1, 1), TODAY - 8), true, 'it was read')
})

test('accounts live for ninety days after their last login', () => assert.equal(rule.accounts, TODAY - 90))
