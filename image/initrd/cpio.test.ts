import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { Tree } from '../tree/tree.ts'
import { newcArchive } from './cpio.ts'

test('cpio(1) lists the archive as it was meant', () => {
  const tree = new Tree()
  tree.file('init', '#!/bin/sh\n', 0o755)
  tree.symlink('usr/bin/sh', 'busybox')
  tree.file('etc/secret', 'abc', 0o600, 7, 8)
  const archive = newcArchive(tree, 86_400)
  const { stdout, status } = spawnSync('cpio', ['-itvn', '--quiet'], {
    input: archive,
    env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' },
  })
  assert.equal(status, 0)
  const lines = stdout
    .toString()
    .trim()
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' '))
  assert.deepEqual(lines, [
    'drwxr-xr-x 1 0 0 0 Jan 2 1970 etc',
    '-rw------- 1 7 8 3 Jan 2 1970 etc/secret',
    '-rwxr-xr-x 1 0 0 10 Jan 2 1970 init',
    'drwxr-xr-x 1 0 0 0 Jan 2 1970 usr',
    'drwxr-xr-x 1 0 0 0 Jan 2 1970 usr/bin',
    'lrwxrwxrwx 1 0 0 7 Jan 2 1970 usr/bin/sh -> busybox',
  ])
})

test('the order of arrival does not show in the bytes', () => {
  const make = (names: readonly string[]) => {
    const tree = new Tree()
    for (const name of names) tree.file(name, name)
    return newcArchive(tree, 0)
  }
  assert.deepEqual(make(['b', 'a/c', 'a/b']), make(['a/b', 'b', 'a/c']))
})
