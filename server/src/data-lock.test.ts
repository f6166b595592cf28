import assert from 'node:assert/strict'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { lockData } from './data-lock.ts'

test('one process at a time, whatever name the folder goes by', async (t) => {
  const parent = await mkdtemp(join(tmpdir(), 'roost-lock-'))
  t.after(() => rm(parent, { recursive: true }))
  const data = join(parent, 'data')
  const release = await lockData(data)
  await assert.rejects(lockData(data), {
    name: 'DataInUseError',
    message: /another Roost uses .* choose another data/,
  })
  await symlink(data, join(parent, 'alias'))
  await assert.rejects(lockData(join(parent, 'alias')), { name: 'DataInUseError' })
  await (await lockData(join(parent, 'other')))()
  await release()
  await (await lockData(data))()
})
