import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressGroup, ConnectionCount } from './connections.ts'

test('takes exactly the total and refuses the next', () => {
  const count = new ConnectionCount({ total: 3, perAddress: 3 })
  const releases = ['192.0.2.1', '192.0.2.2', '192.0.2.3'].map((address) => count.take(address))
  assert.ok(releases.every((release) => release !== undefined))
  assert.equal(count.take('192.0.2.4'), undefined)
  releases[0]!()
  assert.ok(count.take('192.0.2.4'))
})

test('one address gets its share and no more; others still get in', () => {
  const count = new ConnectionCount({ total: 10, perAddress: 2 })
  assert.ok(count.take('192.0.2.1'))
  assert.ok(count.take('::ffff:192.0.2.1'))
  assert.equal(count.take('192.0.2.1'), undefined)
  assert.ok(count.take('192.0.2.2'))
})

test('forgets addresses when their last connection ends; giving back twice counts once', () => {
  const count = new ConnectionCount({ total: 10, perAddress: 10 })
  const releases = Array.from({ length: 10 }, (_, index) => count.take(`192.0.2.${index >> 1}`)!)
  assert.equal(count.addresses, 5)
  for (const release of releases) {
    release()
    release()
  }
  assert.equal(count.total, 0)
  assert.equal(count.addresses, 0)
})

test('a household is one /64', () => {
  assert.equal(addressGroup('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64')
  assert.equal(addressGroup('2001:db8:1:2::9'), '2001:db8:1:2::/64')
  assert.equal(addressGroup('2001:0db8:0001:0002:ffff::'), '2001:db8:1:2::/64')
  assert.equal(addressGroup('2001:db8::1'), '2001:db8:0:0::/64')
  assert.equal(addressGroup('::1'), '0:0:0:0::/64')
  assert.equal(addressGroup('fe80::1%eth0'), 'fe80:0:0:0::/64')
  assert.equal(addressGroup('192.0.2.7'), '192.0.2.7')
  assert.equal(addressGroup('::ffff:192.0.2.7'), '192.0.2.7')
  assert.equal(addressGroup(''), '')
})
