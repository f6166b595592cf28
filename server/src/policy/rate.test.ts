import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RateLimiter } from './rate.ts'

const limiter = (entries = 100): RateLimiter => new RateLimiter({ perMinute: 60, burst: 10, entries })

test('the one that is due and ten ahead of their time, then one a second', () => {
  const rate = limiter()
  for (let count = 0; count < 11; count += 1) assert.deepEqual(rate.take(1, 5000), { ok: true })
  assert.deepEqual(rate.take(1, 5000), { ok: false, until: 6000 })
  assert.deepEqual(rate.take(1, 5999), { ok: false, until: 6000 })
  assert.deepEqual(rate.take(1, 6000), { ok: true })
  assert.deepEqual(rate.take(1, 6000), { ok: false, until: 7000 })
})

test('being refused costs nothing, waiting gives the burst back', () => {
  const rate = limiter()
  for (let count = 0; count < 50; count += 1) rate.take(1, 0)
  for (let count = 0; count < 10; count += 1) assert.equal(rate.take(1, 10_000).ok, true)
  assert.equal(rate.take(1, 10_000).ok, false)
})

test('senders do not share', () => {
  const rate = limiter()
  for (let count = 0; count < 12; count += 1) rate.take(1, 0)
  assert.equal(rate.take(1, 0).ok, false)
  assert.equal(rate.take(2, 0).ok, true)
})

test('no more than the rate over an hour, whatever the rhythm', () => {
  const rate = limiter()
  let sent = 0
  for (let now = 0; now < 3_600_000; now += 37) if (rate.take(1, now).ok) sent += 1
  assert.ok(sent >= 3600 && sent <= 3611, String(sent))
})

test('senders whose time has passed are forgotten', () => {
  const rate = limiter()
  for (let sender = 0; sender < 50; sender += 1) rate.take(sender, 0)
  for (let now = 2000; now < 90_000; now += 2000) rate.take(99, now)
  assert.equal(rate.size, 1)
})

test('the table is bounded', () => {
  const rate = limiter(20)
  for (let sender = 0; sender < 1000; sender += 1) rate.take(sender, 0)
  assert.equal(rate.size, 20)
})

test('a clock that jumps back refuses nobody for longer than the burst', () => {
  const rate = limiter()
  rate.take(1, 1_000_000)
  const answer = rate.take(1, 0)
  assert.equal(answer.ok, true)
})

test('Secure-Join, then ten messages within two seconds', () => {
  const rate = limiter()
  const sent = [0, 300, ...Array.from({ length: 10 }, (_, index) => 500 + index * 150)]
  assert.deepEqual(
    sent.map((now) => rate.take(1, now).ok),
    sent.map(() => true),
  )
})
