import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

const program = (parent: string): string => `
  import { spawn } from 'node:child_process'
  import { endsWithUs, scratchFolder } from ${JSON.stringify(join(import.meta.dirname, 'scratch.ts'))}
  const folder = scratchFolder(${JSON.stringify(parent)})
  const child = spawn('sleep', ['60'])
  endsWithUs(child)
  console.log(JSON.stringify({ folder, pid: child.pid }))
  setInterval(() => {}, 1000)
`

/** Running; one that ended but was not waited for yet (state Z, proc(5)) is not. */
const lives = (pid: number): boolean => {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))
  } catch {
    return false
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  test(`${signal} leaves neither the server nor its folder`, async (t) => {
    const parent = await mkdtemp(join(tmpdir(), 'roost-'))
    t.after(() => rm(parent, { recursive: true, force: true }))
    const bench = spawn(process.execPath, ['--input-type=module', '--eval', program(parent)])
    t.after(() => bench.kill('SIGKILL'))
    const [text] = (await once(bench.stdout, 'data')) as [Buffer]
    const { folder, pid } = JSON.parse(text.toString()) as { folder: string; pid: number }
    assert.ok(existsSync(folder) && lives(pid))
    bench.kill(signal)
    const [code] = (await once(bench, 'exit')) as [number]
    assert.equal(code, signal === 'SIGINT' ? 130 : 143)
    assert.deepEqual(await readdir(parent), [])
    const deadline = Date.now() + 2_000
    while (lives(pid) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20))
    assert.ok(!lives(pid))
  })
