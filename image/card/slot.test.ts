import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { run } from '../run.ts'
import { Tree } from '../tree/tree.ts'
import { writeSlot } from './slot.ts'

test('a slot keeps owners, modes and links, belongs to root whoever packs it, and is the same twice', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'roost-slot-'))
  t.after(() => rm(folder, { recursive: true }))
  const tree = new Tree()
  tree.file('etc/shadow', 'x', 0o600)
  tree.file('data/mail', 'y', 0o640, 900, 901)
  tree.symlink('bin', 'usr/bin')
  const [one, two] = [join(folder, 'one'), join(folder, 'two')]
  await writeSlot(tree, one, 86_400)
  await writeSlot(tree, two, 86_400)
  assert.deepEqual(await readFile(one), await readFile(two))
  const listed = (await run('unsquashfs', ['-lln', one])).trim().split('\n')
  assert.deepEqual(
    listed.map((line) => line.replace(/\s+/g, ' ').replace(/ \d+ (\S+ \S+) squashfs-root/, ' $1 ')),
    [
      'drwxr-xr-x 0/0 1970-01-02 00:00 ',
      'lrwxrwxrwx 0/0 1970-01-02 00:00 /bin -> usr/bin',
      'drwxr-xr-x 0/0 1970-01-02 00:00 /data',
      '-rw-r----- 900/901 1970-01-02 00:00 /data/mail',
      'drwxr-xr-x 0/0 1970-01-02 00:00 /etc',
      '-rw------- 0/0 1970-01-02 00:00 /etc/shadow',
    ],
  )
})
