import assert from 'node:assert/strict'
import { test } from 'node:test'
import { editDistance, nearest } from './nearest.ts'

test('counts insertions, deletions, replacements and swaps', () => {
  for (const [a, b, distance] of [
    ['', '', 0],
    ['htps', 'https', 1],
    ['lisetn', 'listen', 1],
    ['imapx', 'imaps', 1],
    ['data', '', 4],
    ['kitten', 'sitting', 3],
  ] as const) {
    assert.equal(editDistance(a, b, 99), distance, `${a} ${b}`)
    assert.equal(editDistance(b, a, 99), distance, `${b} ${a}`)
  }
})

test('offers the nearest word, or none when nothing is near', () => {
  assert.equal(nearest('ports.impas', ['ports.imap', 'ports.imaps']), 'ports.imaps')
  assert.equal(nearest('frobnicate', ['domain', 'data', 'listen']), undefined)
})
