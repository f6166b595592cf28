import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { systemClock } from '../../clock.ts'
import { silentLog } from '../../log/log.ts'
import { openLmdbStore } from './store.ts'

const MIB = 2 ** 20
const SENDERS = 50
const SIZE = 8 * MIB

/** Memory of this process that is not a mapped file, in octets; without the pages of the database itself. */
const anonymous = async (): Promise<number> => {
  const status = await readFile('/proc/self/status', 'utf8')
  return Number(/^RssAnon:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024
}

test('fifty large messages at once take a bounded part of their size', { timeout: 60_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'roost-memory-'))
  const store = await openLmdbStore(folder, { clock: systemClock, log: silentLog, mapBytes: 2 ** 30 })
  const { account } = await store.createAccount('alice@example.org', 'hash', 1)
  const before = await anonymous()
  let peak = 0
  let sending = true
  const watch = async (): Promise<void> => {
    while (sending) {
      peak = Math.max(peak, (await anonymous()) - before)
      await delay(10)
    }
  }
  const send = async (): Promise<void> => {
    const staging = store.stage()
    for (let at = 0; at < SIZE; at += 65_536) {
      await staging.write(Buffer.alloc(65_536, at >> 16))
      await new Promise(setImmediate)
    }
    const target = { accountId: account.id, mailbox: 'INBOX' }
    await store.deliver(staging, [target], { internalDate: 0, quotaBytes: 1e12 })
  }
  try {
    const watching = watch()
    await Promise.all(Array.from({ length: SENDERS }, send))
    sending = false
    await watching
    assert.deepEqual(store.usage(account.id), { messages: SENDERS, bytes: SENDERS * SIZE })
    assert.ok(peak < 130 * MIB, `${Math.round(peak / MIB)} MiB for ${(SENDERS * SIZE) / MIB} MiB of mail`)
  } finally {
    await store.close()
    await rm(folder, { recursive: true })
  }
})
