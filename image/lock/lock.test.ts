import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { packages, suites } from '../recipe.ts'
import { differences, formatLock, type Lock, type LockedPackage, parseLock } from './lock.ts'

const entry: LockedPackage = {
  name: 'kmod',
  version: '34-2',
  architecture: 'arm64',
  suite: 'trixie',
  path: 'pool/main/k/kmod/kmod_34-2_arm64.deb',
  size: 90,
  sha256: 'ab'.repeat(32),
}
const lock: Lock = { architecture: 'arm64', epoch: 1_000_000, packages: [entry] }

test('a lock survives writing and reading, one package a line, sorted', () => {
  const both = { ...lock, packages: [entry, { ...entry, name: 'avahi' }] }
  const text = formatLock(both)
  assert.deepEqual(
    parseLock(text).packages.map((row) => row.name),
    ['avahi', 'kmod'],
  )
  assert.equal(text.split('\n').filter((line) => line.includes('"sha256"')).length, 2)
})

for (const [what, damage] of Object.entries<Partial<LockedPackage>>({
  'a path out of the pool': { path: 'pool/../../etc/passwd.deb' },
  'an absolute address': { path: 'http://elsewhere/kmod.deb' },
  'a short hash': { sha256: 'abc' },
  'no size': { size: 0 },
})) {
  test(`${what} is refused with the remedy`, () => {
    const text = formatLock({ ...lock, packages: [{ ...entry, ...damage }] })
    assert.throws(() => parseLock(text), /damaged at "kmod".*--update-lock/)
  })
}

test('differences read as sentences', () => {
  const after = {
    ...lock,
    packages: [
      { ...entry, version: '35-1' },
      { ...entry, name: 'new' },
    ],
  }
  assert.deepEqual(differences(lock, after), ['kmod: 34-2 -> 35-1 (trixie)', 'new: new, 34-2 (trixie)'])
  assert.deepEqual(differences(after, lock), ['kmod: 35-1 -> 34-2 (trixie)', 'new: gone, was 34-2'])
  assert.deepEqual(differences(lock, lock), [])
})

test('the lock of this repository holds the recipe, the kernel and firmware from their own suites', async () => {
  const own = parseLock(await readFile(new URL('./trixie-arm64.json', import.meta.url), 'utf8'))
  const found = new Map(own.packages.map((row) => [row.name, row]))
  for (const name of packages) assert.ok(found.has(name), `${name} is not locked`)
  for (const row of own.packages) {
    const suite = suites.find((candidate) => candidate.name === row.suite)
    assert.ok(suite, `${row.name} comes from ${row.suite}`)
    const exception = row.name.startsWith('linux-')
      ? 'trixie-backports'
      : row.name === 'raspi-firmware'
        ? 'forky'
        : undefined
    if (exception) assert.equal(row.suite, exception, row.name)
    else assert.match(row.suite, /^trixie(-security)?$/, row.name)
  }
  assert.ok(own.epoch > 1_700_000_000)
})
