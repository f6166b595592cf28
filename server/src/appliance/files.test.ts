import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { loadSetupCode, openDataFolder, setupStorage } from './files.ts'

async function folder(context: TestContext): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'roost-files-')), 'data')
  context.after(() => rm(join(path, '..'), { recursive: true, force: true }))
  await openDataFolder(path)
  return path
}

test('the code is made once, kept readable by the service alone, and made anew when the file is damaged', async (t) => {
  const data = await folder(t)
  const code = await loadSetupCode(data, undefined, randomBytes)
  assert.equal(await loadSetupCode(data, undefined, randomBytes), code)
  assert.equal((await stat(join(data, 'setup-code'))).mode & 0o777, 0o600)
  await writeFile(join(data, 'setup-code'), code.slice(0, 3))
  const next = await loadSetupCode(data, undefined, randomBytes)
  assert.equal(next.length, 8)
  assert.equal((await readFile(join(data, 'setup-code'), 'utf8')).trim(), next)
})

test('a code of the card wins when it is long enough to guard the box', async (t) => {
  const data = await folder(t)
  assert.equal(await loadSetupCode(data, 'HAPPY-DOG', randomBytes), 'HAPPY-DOG')
  assert.notEqual(await loadSetupCode(data, 'DOG-----', randomBytes), 'DOG-----')
})

test('what the wizard saves is there at the next boot, and nobody else reads it', async (t) => {
  const data = await folder(t)
  const storage = setupStorage(data)
  assert.equal(await storage.load(), undefined)
  await storage.save('one')
  await storage.save('two')
  assert.equal(await setupStorage(data).load(), 'two')
  assert.equal((await stat(join(data, 'setup.json'))).mode & 0o777, 0o600)
})
