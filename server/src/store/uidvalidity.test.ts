import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextUidValidity } from './uidvalidity.ts'

const rows: [title: string, last: number, nowMs: number, next: number][] = [
  ['the clock, in seconds', 0, 1_800_000_000_999, 1_800_000_000],
  ['several in one second', 1_800_000_000, 1_800_000_000_000, 1_800_000_001],
  ['a clock that went back', 1_900_000_000, 1_800_000_000_000, 1_900_000_001],
  ['a box without a clock', 0, 0, 1],
  ['a clock before 1970', 7, -5000, 8],
]

for (const [title, last, nowMs, next] of rows)
  test(title, () => {
    assert.equal(nextUidValidity(last, nowMs), next)
  })
