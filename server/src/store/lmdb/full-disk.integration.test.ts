import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { audit } from './testing/audit.ts'

const program = join(import.meta.dirname, 'testing/full-disk.ts')

type Report = Record<string, unknown>

/** Runs the process that fills its disk and gathers its reports by step. */
const run = async (
  command: string[],
  meanwhile: (step: string, child: ChildProcess) => void,
): Promise<Map<string, Report>> => {
  const [file = '', ...args] = command
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  // The library says on the error output that a commit failed; shown only when the test fails.
  let complaints = ''
  child.stderr.on('data', (text: Buffer) => {
    complaints = (complaints + text.toString()).slice(-4000)
  })
  const exited = once(child, 'exit')
  const reports = new Map<string, Report>()
  for await (const line of createInterface(child.stdout)) {
    if (!line.startsWith('{')) continue
    const { step, ...facts } = JSON.parse(line) as { step: string }
    reports.set(step, facts)
    meanwhile(step, child)
  }
  assert.deepEqual(await exited, [0, null], complaints)
  return reports
}

const check = (reports: Map<string, Report>): void => {
  const filled = reports.get('filled') as {
    answers: unknown[]
    kept: number[]
    uids: number[]
    whole: boolean
  }
  assert.ok(filled.kept.length > 50, 'the disk was full too early to mean anything')
  for (const answer of filled.answers)
    assert.ok(answer === 'full' || typeof answer === 'number', String(answer))
  assert.ok(filled.answers.includes('full'))
  assert.deepEqual(
    filled.uids,
    [...filled.kept].sort((a, b) => a - b),
    'kept is what was acknowledged',
  )
  assert.equal(filled.whole, true)
  const large = reports.get('large')!
  assert.deepEqual([large.answer, large.uids, large.whole], ['full', filled.uids, true])
  const expunged = reports.get('expunged while full')!
  assert.deepEqual(expunged.gone, expunged.doomed, 'mail can be deleted from a full disk')
  assert.equal(typeof reports.get('delivered into the gap')!.answer, 'number')
  const withRoom = reports.get('with room')!
  assert.deepEqual([typeof withRoom.small, typeof withRoom.large], ['number', 'number'])
  const again = reports.get('opened again')!
  assert.deepEqual([again.same, again.whole], [true, true])
}

const limits = { timeout: 60_000 }

test('a full file system refuses mail with StoreFullError and harms nothing', limits, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'roost-full-'))
  // A private mount namespace; without root also a private user namespace, in which mounting is allowed.
  const flags = process.getuid?.() === 0 ? '-m' : '-Urm'
  const script = 'mount -t tmpfs -o size=24m tmpfs "$1" && exec "$2" "$3" "$1" ballast'
  try {
    check(
      await run(
        ['unshare', flags, 'sh', '-c', script, 'sh', folder, process.execPath, program],
        () => undefined,
      ),
    )
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('a file size limit is met the same way, and lifting it gives room', limits, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'roost-full-'))
  const command = ['prlimit', `--fsize=${20 * 2 ** 20}:unlimited`, process.execPath, program, folder, 'wait']
  try {
    const reports = await run(command, (step, child) => {
      if (step !== 'waiting') return
      execFileSync('prlimit', [`--pid=${child.pid}`, '--fsize=unlimited:unlimited'])
      child.stdin?.end('go\n')
    })
    check(reports)
    assert.equal((await audit(join(folder, 'mail'))).litter, 0)
  } finally {
    await rm(folder, { recursive: true })
  }
})
