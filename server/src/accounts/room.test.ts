import assert from 'node:assert/strict'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import { lacking, roomOf } from './room.ts'

const [MIB, GIB] = [2 ** 20, 2 ** 30]
const plenty = { diskFree: 20 * GIB, diskTotal: 32 * GIB, memory: 300 * MIB }

test('newcomers need a gigabyte of disk, or a tenth of a small one, and some memory', () => {
  assert.equal(lacking(plenty), undefined)
  assert.equal(lacking({ ...plenty, diskFree: GIB }), undefined)
  assert.equal(lacking({ ...plenty, diskFree: GIB - 1 }), 'disk')
  assert.equal(lacking({ ...plenty, diskTotal: 2 * GIB, diskFree: 0.3 * GIB }), undefined)
  assert.equal(lacking({ ...plenty, diskTotal: 2 * GIB, diskFree: 0.1 * GIB }), 'disk')
  assert.equal(lacking({ ...plenty, memory: 20 * MIB }), 'memory')
})

test('this machine tells what it has', () => {
  const { diskFree, diskTotal, memory } = roomOf(tmpdir())
  assert.ok(diskFree > 0 && diskFree <= diskTotal)
  assert.ok(memory > MIB)
})
