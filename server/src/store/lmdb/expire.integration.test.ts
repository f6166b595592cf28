import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { silentLog } from '../../log/log.ts'
import { NOON, TODAY } from '../conformance/subject.ts'
import { openLmdbStore } from './store.ts'
import { audit } from './testing/audit.ts'

test('expiry that is killed anywhere goes on where it was: counters fit, nothing is forgotten', async (context) => {
  let between = 0
  for (const ms of [0, 5, 20, 50]) {
    const folder = await mkdtemp(join(tmpdir(), 'roost-expire-'))
    context.after(() => rm(folder, { recursive: true }))
    const program = new URL('testing/expiring.ts', import.meta.url).pathname
    const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
    const exited = once(child, 'exit')
    const [said] = (await once(child.stdout, 'data')) as [Buffer]
    assert.match(said.toString(), /^full\n/)
    await delay(ms)
    child.kill('SIGKILL')
    await exited

    const store = await openLmdbStore(folder, {
      clock: { now: () => NOON },
      log: silentLog,
      mapBytes: 2 ** 30,
    })
    await store.swept()
    const left = Array.from({ length: 20 }, (_, i) => store.findAccount(`user${i}@example.org`)!)
    const messages = left.reduce((sum, { id }) => sum + store.usage(id).messages, 0)
    if (messages > 0 && messages < 3000) between++
    await store.close()
    assert.equal((await audit(folder)).messages, messages)

    const again = await openLmdbStore(folder, {
      clock: { now: () => NOON },
      log: silentLog,
      mapBytes: 2 ** 30,
    })
    for (const id of again.mailboxesBefore('any', TODAY + 1, 100)) await again.expire(id, () => true, TODAY)
    await again.swept()
    await again.close()
    assert.deepEqual(await audit(folder), { accounts: 20, messages: 0, contents: 0, litter: 0 })
  }
  assert.ok(between > 0, 'at least one was killed in the middle')
})
