import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, open, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { buildServer } from './build-server.ts'

const run = promisify(execFile)
const folder = await mkdtemp(join(tmpdir(), 'roost-build-'))
test.after(() => rm(folder, { recursive: true }))

const sha256 = async (file: string): Promise<string> => {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

/** ELF's e_machine: 62 is x86-64, 183 is AArch64. */
const machine = async (file: string): Promise<number> => {
  const handle = await open(file)
  const { buffer } = await handle.read(Buffer.alloc(20), 0, 20, 0)
  await handle.close()
  return buffer.readUInt16LE(18)
}

test('the same sources give the same bytes, and nothing is left beside them', async () => {
  const arch = process.arch === 'arm64' ? 'arm64' : 'x64'
  const files = ['one', 'two'].map((name) => join(folder, name))
  for (const out of files) await buildServer({ arch, version: '9.8.7', out })
  assert.equal(await sha256(files[0]!), await sha256(files[1]!))
  assert.deepEqual((await readdir(folder)).sort(), ['one', 'two'])
  assert.equal((await run(files[0]!, ['--version'])).stdout, 'roost 9.8.7\n')
})

test('the surroundings cannot give the program options of Node', async () => {
  const { stdout } = await run(join(folder, 'one'), ['--version'], {
    env: { PATH: process.env.PATH, NODE_OPTIONS: '--require=/nonexistent.js' },
  })
  assert.equal(stdout, 'roost 9.8.7\n')
})

test('either architecture is built on this host', async () => {
  for (const [arch, number] of [
    ['x64', 62],
    ['arm64', 183],
  ] as const) {
    const out = join(folder, arch)
    await buildServer({ arch, version: '9.8.7', out })
    assert.equal(await machine(out), number)
  }
})
