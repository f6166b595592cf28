import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createVisitorRate, visitorKey } from './visitor-rate.ts'

test('a burst passes, then one visit per interval', () => {
  const rate = createVisitorRate({ burst: 3, perSecond: 2, addresses: 10 })
  assert.deepEqual(
    [0, 0, 0, 0].map((now) => rate('a', now)),
    [0, 0, 0, 1],
  )
  assert.equal(rate('b', 0), 0)
  assert.equal(rate('a', 499), 1)
  assert.equal(rate('a', 500), 0)
  assert.equal(rate('a', 501), 1)
  assert.equal(rate('a', 10_000), 0)
})

test('a refused visit does not push the next one away', () => {
  const rate = createVisitorRate({ burst: 1, perSecond: 1, addresses: 10 })
  assert.equal(rate('a', 0), 0)
  for (let now = 1; now < 1000; now++) assert.equal(rate('a', now), 1)
  assert.equal(rate('a', 1000), 0)
})

test('the number of remembered addresses is bounded, oldest first out', () => {
  const rate = createVisitorRate({ burst: 1, perSecond: 0.001, addresses: 2 })
  assert.equal(rate('a', 0), 0)
  assert.equal(rate('b', 0), 0)
  assert.ok(rate('a', 0) > 0)
  assert.equal(rate('c', 0), 0)
  assert.equal(rate('a', 0), 0)
  assert.ok(rate('c', 0) > 0)
})

test('IPv6 visitors are counted by /64, IPv4 whole, mapped as IPv4', () => {
  assert.equal(visitorKey('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2')
  assert.equal(visitorKey('2001:db8:1:2::9'), '2001:db8:1:2')
  assert.equal(visitorKey('2001:db8::9'), '2001:db8:0:0')
  assert.equal(visitorKey('fe80::1%eth0'), 'fe80:0:0:0')
  assert.equal(visitorKey('::1'), '0:0:0:0')
  assert.equal(visitorKey('::ffff:192.0.2.7'), '192.0.2.7')
  assert.equal(visitorKey('192.0.2.7'), '192.0.2.7')
  assert.equal(visitorKey(undefined), '')
})
