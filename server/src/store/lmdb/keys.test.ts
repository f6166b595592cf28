import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  accountOf,
  boxKey,
  contentKey,
  contentOf,
  dayKey,
  dayOfKey,
  idOfDayKey,
  isAccountId,
  isMailboxId,
  mailboxId,
  metadataKey,
  metadataRange,
  nameKey,
  ORDINALS,
  ordinalOf,
  sweepId,
  sweepKey,
  sweepRange,
  uidOf,
  usageKey,
} from './keys.ts'

const LAST_ACCOUNT = 2 ** 29 - 1

const ascending = (keys: Buffer[]): void => {
  for (let i = 1; i < keys.length; i++)
    assert.ok(
      Buffer.compare(keys[i - 1]!, keys[i]!) < 0,
      `${keys[i - 1]!.toString('hex')} < ${keys[i]!.toString('hex')}`,
    )
}

test('a mailbox id holds account and number, and stays a safe integer', () => {
  for (const account of [1, 2, 1000, LAST_ACCOUNT])
    for (const ordinal of [1, 2, ORDINALS - 1]) {
      const id = mailboxId(account, ordinal)
      assert.ok(Number.isSafeInteger(id) && isMailboxId(id))
      assert.deepEqual([accountOf(id), ordinalOf(id)], [account, ordinal])
    }
  for (const id of [0, 1, -1, 1.5, ORDINALS, mailboxId(LAST_ACCOUNT + 1, 1), Number.NaN, Infinity])
    assert.equal(isMailboxId(id), false, String(id))
  for (const id of [0, -1, 0.5, LAST_ACCOUNT + 1, Number.NaN]) assert.equal(isAccountId(id), false)
})

test('everything of one mailbox is one range, in the order of its UIDs', () => {
  const box = mailboxId(5, 1)
  ascending([
    usageKey(5),
    boxKey(box, 0),
    boxKey(box, 1),
    boxKey(box, 255),
    boxKey(box, 256),
    boxKey(box, 2 ** 32 - 1),
    boxKey(box + 1, 0),
    usageKey(6),
    boxKey(mailboxId(256, 1), 0),
  ])
  assert.equal(uidOf(boxKey(box, 70_000)), 70_000)
})

test('the last mailbox number of an account borders on the next account', () => {
  const last = mailboxId(5, ORDINALS - 1)
  ascending([boxKey(last, 2 ** 32 - 1), boxKey(last + 1, 0)])
  assert.deepEqual(boxKey(last + 1, 0), usageKey(6))
})

test('metadata of one mailbox is one range', () => {
  const [start, end] = metadataRange(mailboxId(5, 0))
  ascending([
    start,
    metadataKey(mailboxId(5, 0), '/private/a'),
    end,
    metadataKey(mailboxId(5, 1), '/private/a'),
  ])
})

test('names of one account lie between the bounds of its number', () => {
  ascending([nameKey(5, 'INBOX'), nameKey(5, '\u{10ffff}'), nameKey(6, 'A')])
})

test('contents are ordered by id, then by piece', () => {
  ascending([
    contentKey(1, 0),
    contentKey(1, 1),
    contentKey(1, 65_535),
    contentKey(2, 0),
    contentKey(2 ** 40, 0),
  ])
  assert.equal(contentOf(contentKey(2 ** 40, 3)), 2 ** 40)
})

test('marks are ordered by kind and keep their id', () => {
  const box = mailboxId(LAST_ACCOUNT, ORDINALS - 1)
  assert.equal(sweepId(sweepKey('mailbox', box)), box)
  const [start, end] = sweepRange('content')
  ascending([sweepKey('staged', 2 ** 47), start, sweepKey('content', 1), end, sweepKey('mailbox', 1)])
})

test('days are ordered by kind, then day, and keep day and id', () => {
  const box = mailboxId(LAST_ACCOUNT, ORDINALS - 1)
  ascending([
    dayKey('any', 1),
    dayKey('any', 20_000),
    dayKey('any', 20_000, box),
    dayKey('any', 20_001),
    dayKey('any', Number.POSITIVE_INFINITY),
    dayKey('large', 0),
    dayKey('login', 5, 1),
  ])
  const key = dayKey('large', 20_000, box)
  assert.deepEqual([dayOfKey(key), idOfDayKey(key)], [20_000, box])
})
