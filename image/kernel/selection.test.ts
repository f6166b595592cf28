import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closure, unmatched } from './selection.ts'

const dep = `kernel/fs/ext4/ext4.ko: kernel/fs/jbd2/jbd2.ko kernel/lib/crc16.ko
kernel/fs/jbd2/jbd2.ko:
kernel/lib/crc16.ko:
kernel/drivers/a/a.ko: kernel/drivers/b/b.ko
kernel/drivers/b/b.ko: kernel/drivers/a/a.ko
kernel/sound/card.ko:
`

test('what is asked for comes with everything it needs, sorted, and nothing else', () => {
  assert.deepEqual(closure(dep, [/^fs\/ext4/]), [
    'kernel/fs/ext4/ext4.ko',
    'kernel/fs/jbd2/jbd2.ko',
    'kernel/lib/crc16.ko',
  ])
})

test('circles end', () => {
  assert.deepEqual(closure(dep, [/^drivers\/a/]), ['kernel/drivers/a/a.ko', 'kernel/drivers/b/b.ko'])
})

test('a pattern that fits no module is told', () => {
  assert.deepEqual(unmatched(dep, [/^fs\/ext4/, /^fs\/renamed/]), [/^fs\/renamed/])
})
