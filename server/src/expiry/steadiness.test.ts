import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeSteadiness, encodeSteadiness, look } from './steadiness.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const NOW = 1_800_000_000_000

test('a clock that was never set tells nothing', () => {
  for (const now of [0, 86_400_000, Number.NaN]) {
    assert.equal(look(undefined, now, undefined), undefined)
    assert.equal(look({ at: NOW, steadyMs: 5 }, now, HOUR), undefined)
  }
})

test('steadiness begins at nothing, also for a database that is there already', () =>
  assert.deepEqual(look(undefined, NOW, undefined), { at: NOW, steadyMs: 0 }))

test('running makes it steadier; a night without power does not, and does no harm', () => {
  const steady = { at: NOW, steadyMs: 3 * HOUR }
  assert.deepEqual(look(steady, NOW + HOUR, HOUR), { at: NOW + HOUR, steadyMs: 4 * HOUR })
  assert.deepEqual(look(steady, NOW + 10 * HOUR, undefined), { at: NOW + 10 * HOUR, steadyMs: 3 * HOUR })
  assert.deepEqual(look(steady, NOW - 10 * HOUR, undefined), { at: NOW - 10 * HOUR, steadyMs: 3 * HOUR })
  const busy = 3 * DAY
  assert.equal(look(steady, NOW + busy, busy)?.steadyMs, 3 * HOUR + busy, 'a round that came late is no jump')
})

test('a jump in either direction, or a long time switched off, starts again', () => {
  const steady = { at: NOW, steadyMs: 30 * DAY }
  for (const jump of [300 * DAY, -300 * DAY, 25 * HOUR, -25 * HOUR])
    for (const ran of [undefined, HOUR / 60]) {
      const now = NOW + jump + (ran ?? 0)
      assert.deepEqual(look(steady, now, ran), { at: now, steadyMs: 0 }, `${jump} ${ran}`)
    }
})

test('what is noted is read again, anything else is as good as nothing', () => {
  const steady = { at: NOW, steadyMs: 12_345 }
  assert.deepEqual(decodeSteadiness(encodeSteadiness(steady)), steady)
  for (const text of [undefined, '', 'x', '1', '-1 5', '1 2 3'])
    assert.equal(decodeSteadiness(text), undefined)
})
