import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { fingerprint } from './fingerprint.ts'

let root = ''

const put = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), text)
}

before(async () => {
  root = await mkdtemp(join(tmpdir(), 'roost-fingerprint-'))
  for (const folder of ['setup-wizard', 'firmware-config', 'image', 'scripts/toolchain'])
    await put(`${folder}/package.json`, '{}')
  await put('package-lock.json', '{}')
  await put('server/src/main.ts', 'one')
})
after(() => rm(root, { recursive: true }))

test('a changed, an added and a renamed input each change the fingerprint', async () => {
  const seen = new Set([await fingerprint(root)])
  await put('server/src/main.ts', 'two')
  seen.add(await fingerprint(root))
  await put('image/overlay/etc/hostname', 'roost')
  seen.add(await fingerprint(root))
  await rm(join(root, 'image/overlay/etc/hostname'))
  await put('image/overlay/etc/hostname2', 'roost')
  seen.add(await fingerprint(root))
  assert.equal(seen.size, 4)
})

test('tests, installed packages, build results and prose do not count', async () => {
  const before = await fingerprint(root)
  await put('server/src/main.test.ts', 'x')
  await put('server/node_modules/a/index.js', 'x')
  await put('setup-wizard/dist/app.js', 'x')
  await put('server/README.md', 'x')
  await put('docs/architecture.md', 'x')
  assert.equal(await fingerprint(root), before)
})
