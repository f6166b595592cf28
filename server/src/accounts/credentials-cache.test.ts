import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { CredentialsCache } from './credentials-cache.ts'

const cacheAt = (clock: { ms: number }, max = 10) =>
  new CredentialsCache(Buffer.alloc(32, 7), max, 1000, () => clock.ms)

test('knows what it was told, for as long as it was told', () => {
  const clock = { ms: 0 }
  const cache = cacheAt(clock)
  const digest = cache.digest('alice@example.org', 'secret')
  assert.equal(cache.knows(digest, 'hash'), false)
  cache.remember(digest, 'hash')
  clock.ms = 999
  assert.equal(cache.knows(digest, 'hash'), true)
  clock.ms = 1000
  assert.equal(cache.knows(digest, 'hash'), false)
  assert.equal(cache.size, 0)
})

test('another hash means another password or another account', () => {
  const cache = cacheAt({ ms: 0 })
  const digest = cache.digest('alice@example.org', 'secret')
  cache.remember(digest, 'old')
  assert.equal(cache.knows(digest, 'new'), false)
  assert.equal(cache.knows(digest, 'old'), false)
})

test('the digest depends on address, password, their border and the key', () => {
  const cache = cacheAt({ ms: 0 })
  const other = new CredentialsCache(randomBytes(32), 10, 1000, () => 0)
  const digests = [
    cache.digest('ab', 'c'),
    cache.digest('a', 'bc'),
    cache.digest('ab', 'd'),
    other.digest('ab', 'c'),
  ]
  assert.equal(new Set(digests).size, digests.length)
  assert.equal(cache.digest('ab', 'c'), digests[0])
})

test('is bounded, and the least recently used goes first', () => {
  const cache = cacheAt({ ms: 0 }, 3)
  for (const digest of ['a', 'b', 'c']) cache.remember(digest, 'h')
  assert.equal(cache.knows('a', 'h'), true)
  cache.remember('d', 'h')
  assert.equal(cache.size, 3)
  assert.deepEqual(
    ['a', 'b', 'c', 'd'].map((digest) => cache.knows(digest, 'h')),
    [true, false, true, true],
  )
})
