import assert from 'node:assert/strict'
import { test } from 'node:test'
import { layAccounts, roost, users } from './accounts.ts'
import { Tree } from './tree.ts'

test('nobody has a password, and only root a shell', () => {
  const tree = new Tree()
  layAccounts(tree)
  for (const line of tree.read('etc/shadow').toString().trim().split('\n'))
    assert.equal(line.split(':')[1], '*')
  const shells = tree
    .read('etc/passwd')
    .toString()
    .trim()
    .split('\n')
    .map((line) => line.split(':'))
  assert.deepEqual(
    shells.filter((fields) => fields[6] !== '/usr/sbin/nologin').map((fields) => fields[0]),
    ['root'],
  )
  const shadow = tree.get('etc/shadow')
  assert.ok(shadow?.kind === 'file' && shadow.mode === 0o600)
})

test('numbers and names are unique, every user has its group', () => {
  const tree = new Tree()
  layAccounts(tree)
  const groups = tree
    .read('etc/group')
    .toString()
    .trim()
    .split('\n')
    .map((line) => line.split(':'))
  for (const column of [0, 2]) {
    const values = groups.map((fields) => fields[column])
    assert.equal(new Set(values).size, values.length)
  }
  assert.equal(new Set(users.map((user) => user.id)).size, users.length)
  const ids = new Set(groups.map((fields) => Number(fields[2])))
  for (const user of users) assert.ok(ids.has(user.id), user.name)
  assert.equal(users.find((user) => user.name === 'roost')?.id, roost.uid)
})
