import assert from 'node:assert/strict'
import { test } from 'node:test'
import { safePath, Tree } from './tree.ts'

test('names are brought below the root, merged /usr applied', () => {
  assert.equal(safePath('./usr/bin/x'), 'usr/bin/x')
  assert.equal(safePath('/lib/udev/rules.d'), 'usr/lib/udev/rules.d')
  assert.equal(safePath('sbin/nft'), 'usr/sbin/nft')
  assert.equal(safePath('lib'), 'lib')
  assert.equal(safePath('./'), '')
})

for (const name of ['../etc/passwd', 'usr/../../x', '/..', 'a\0b']) {
  test(`${JSON.stringify(name)} is refused`, () => assert.throws(() => safePath(name)))
}

test('nothing can be laid below a file or a link', () => {
  const tree = new Tree()
  tree.symlink('etc/x', '/tmp')
  tree.file('etc/y', '')
  assert.throws(() => tree.file('etc/x/evil', ''), /not a folder/)
  assert.throws(() => tree.file('etc/y/evil', ''), /not a folder/)
})

test('a folder does not replace a link to a folder', () => {
  const tree = new Tree()
  tree.symlink('lib', 'usr/lib')
  tree.directory('lib')
  assert.equal(tree.get('lib')?.kind, 'symlink')
})

test('removing a folder removes what lies below, and only that', () => {
  const tree = new Tree()
  tree.file('usr/share/doc/a/b', 'xx')
  tree.file('usr/share/docs', 'y')
  assert.equal(
    tree.remove((path) => path === 'usr/share/doc'),
    2,
  )
  assert.deepEqual(
    tree.sorted().map(([path]) => path),
    ['usr', 'usr/share', 'usr/share/docs'],
  )
})
