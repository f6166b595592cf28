import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roost-test-run-'))
})
after(() => rm(folder, { recursive: true }))

/** The tally for a file of the given text, taken in a process of its own: node:test does not nest. */
async function tallyOf(text: string): Promise<unknown> {
  const file = join(folder, `${Math.random()}.test.mjs`)
  await writeFile(file, text)
  const script = join(folder, 'run.mjs')
  await writeFile(
    script,
    `import { runTests } from ${JSON.stringify(join(import.meta.dirname, 'test-run.ts'))}
    console.error(JSON.stringify(await runTests([${JSON.stringify(file)}], 1, 2_000, 4_000)))`,
  )
  const env = { ...process.env }
  delete env.NODE_TEST_CONTEXT
  return new Promise((resolve, reject) =>
    execFile(process.execPath, [script], { env }, (error, _out, err) =>
      error ? reject(error) : resolve(JSON.parse(err.trim().split('\n').at(-1) as string)),
    ),
  )
}

test('passed, failed and skipped tests are counted', async () => {
  const text = `import { test } from 'node:test'
    test('a', () => {}); test('b', () => { throw new Error('no') }); test('c', { skip: 'why' }, () => {})`
  assert.deepEqual(await tallyOf(text), { passed: 1, failed: 1, skipped: 1 })
})

test('a file that dies counts as failed', async () => {
  assert.deepEqual(await tallyOf(`process.exit(3)`), { passed: 0, failed: 1, skipped: 0 })
})

test('a test that never ends counts as failed, and so does its file, which has to be ended', async () => {
  const text = `import { test } from 'node:test'
    test('a', () => new Promise((resolve) => setTimeout(resolve, 60_000)))`
  assert.deepEqual(await tallyOf(text), { passed: 0, failed: 2, skipped: 0 })
})

test('a file that leaves something open counts as failed, and every test of a busy file is counted', async () => {
  const open = `import { test } from 'node:test'
    import { createServer } from 'node:net'
    test('a', () => { createServer().listen(0) })`
  assert.deepEqual(await tallyOf(open), { passed: 1, failed: 1, skipped: 0 })
  const many = `import { test } from 'node:test'
    for (let i = 0; i < 2000; i += 1) test('test ' + i, () => {})`
  assert.deepEqual(await tallyOf(many), { passed: 2000, failed: 0, skipped: 0 })
})
