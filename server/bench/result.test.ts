import assert from 'node:assert/strict'
import { test } from 'node:test'
import { passed, tableOf } from './result.ts'

const result = { what: 'memory', who: 'roost', value: 89.96, unit: 'MiB', goal: { atMost: 90 } }

test('a goal is reached exactly at its bound', () => {
  assert.equal(passed({ ...result, value: 90 }), true)
  assert.equal(passed({ ...result, value: 90.1 }), false)
  assert.equal(passed({ ...result, goal: { atLeast: 90 }, value: 90 }), true)
  assert.equal(passed({ ...result, goal: { atLeast: 90 }, value: 89 }), false)
  assert.equal(passed({ what: 'x', who: 'y', value: 1, unit: 's' }), undefined)
})

test('the table is Markdown with columns of one width', () => {
  const lines = tableOf([result, { ...result, value: 123.4 }, { ...result, who: 'another' }]).split('\n')
  assert.equal(new Set(lines.map((line) => line.length)).size, 1)
  assert.match(lines[2]!, /\| 90\.0 MiB \| ≤ 90\.0 MiB \| reached \|/)
  assert.match(lines[3]!, /\| 123 MiB .*\| MISSED/)
})
