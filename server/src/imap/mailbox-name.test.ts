import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ancestors, isPossibleName, matchesPattern } from './mailbox-name.ts'

const names = ['INBOX', 'a', 'a/b', 'a/b/c', 'ab', 'b*', '台北']
const matching = (pattern: string): string[] => names.filter((name) => matchesPattern(pattern, name))

test('LIST patterns', () => {
  assert.deepEqual(matching('*'), names)
  assert.deepEqual(matching('%'), ['INBOX', 'a', 'ab', 'b*', '台北'])
  assert.deepEqual(matching('a*'), ['a', 'a/b', 'a/b/c', 'ab'])
  assert.deepEqual(matching('a/%'), ['a/b'])
  assert.deepEqual(matching('%/%'), ['a/b'])
  assert.deepEqual(matching('%*%'), names)
  assert.deepEqual(matching('*c'), ['a/b/c'])
  assert.deepEqual(matching('台%'), ['台北'])
  assert.deepEqual(matching(''), [])
  assert.deepEqual(matching('b'), [])
})

test('hostile patterns take time in proportion', () => {
  const name = 'a'.repeat(255)
  const started = performance.now()
  for (const pattern of ['*a'.repeat(512), '%a'.repeat(512), '%'.repeat(1024), `${'a*'.repeat(511)}b`]) {
    for (let times = 0; times < 20; times++) matchesPattern(pattern, name)
  }
  assert.ok(performance.now() - started < 2000)
})

test('names that can be made', () => {
  for (const name of ['a', 'a/b', 'Ärger', 'x'.repeat(255)]) assert.ok(isPossibleName(name), name)
  for (const name of [
    '',
    '/',
    'a/',
    '/a',
    'a//b',
    '..',
    'a/../b',
    'a*',
    'a%',
    'a\nb',
    'x'.repeat(256),
    'x/'.repeat(11),
  ]) {
    assert.ok(!isPossibleName(name), name)
  }
  assert.deepEqual(ancestors('a/b/c'), ['a', 'a/b'])
  assert.deepEqual(ancestors('a'), [])
})
