import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatSet, inRanges, parseNumberSet, resolveSet } from './number-set.ts'

const resolved = (text: string, largest: number) => resolveSet(parseNumberSet(text, 100)!, largest)

test('sets are merged, sorted and complete', () => {
  assert.deepEqual(resolved('1', 5), [[1, 1]])
  assert.deepEqual(resolved('3:1,2:4', 9), [[1, 4]])
  assert.deepEqual(resolved('1,1,1,1', 9), [[1, 1]])
  assert.deepEqual(resolved('1,2,3,7', 9), [
    [1, 3],
    [7, 7],
  ])
  assert.deepEqual(resolved('*', 5), [[5, 5]])
  assert.deepEqual(resolved('9:*', 5), [[5, 9]])
  assert.deepEqual(resolved('*:4294967295', 5), [[5, 4294967295]])
})

test('malformed sets are refused', () => {
  for (const text of [
    '',
    '0',
    '01',
    '1:',
    ':1',
    '1,,2',
    '1,',
    'a',
    '1:2:3',
    '-1',
    '4294967296',
    '99999999999',
    '1 2',
  ]) {
    assert.equal(parseNumberSet(text, 100), undefined, text)
  }
})

test('the number of ranges is bounded exactly', () => {
  assert.equal(parseNumberSet('1,3,5', 3)?.length, 3)
  assert.equal(parseNumberSet('1,3,5,7', 3), undefined)
})

test('formatting is the inverse', () => {
  assert.equal(formatSet([1, 2, 3, 7, 9, 10]), '1:3,7,9:10')
  assert.equal(formatSet([]), '')
})

test('membership', () => {
  const ranges = resolved('2:4,8,10:12', 20)
  const inside = Array.from({ length: 14 }, (_, i) => i).filter((value) => inRanges(ranges, value))
  assert.deepEqual(inside, [2, 3, 4, 8, 10, 11, 12])
})
