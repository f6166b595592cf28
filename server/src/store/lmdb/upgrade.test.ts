import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { silentLog } from '../../log/log.ts'
import { bytesOf, deliverTo, inbox, message, NOON, newAccount, TODAY } from '../conformance/subject.ts'
import { openEngine } from './engine.ts'
import { mailboxId, uidOf } from './keys.ts'
import { openLmdbStore } from './store.ts'
import { openTables, TABLES } from './tables.ts'
import { audit } from './testing/audit.ts'

const MAP = 2 ** 30
const ACCOUNTS = 50
const open = (folder: string) =>
  openLmdbStore(folder, { clock: { now: () => NOON }, log: silentLog, mapBytes: MAP })

/** Makes a database what it would be had format 1 written it. */
const asFormat1 = async (folder: string): Promise<void> => {
  const engine = openEngine(folder, MAP, TABLES)
  const { boxes, days, meta } = openTables(engine)
  const all: [Buffer, Buffer] = [Buffer.from([0]), Buffer.alloc(16, 255)]
  const { flushed } = await engine.transact(() => {
    for (const { key } of days.range(...all)) days.remove(key)
    for (const { key, value } of boxes.range(...all))
      if (uidOf(key) === 0 && key.readUIntBE(4, 3) > 0)
        boxes.put(key, Buffer.concat([Buffer.from([1]), value.subarray(1, 25), value.subarray(33)]))
    meta.put(Buffer.from('format'), Buffer.from([1]))
  })
  await flushed
  await engine.close()
}

test('a database of format 1 is taken over: nothing is lost, and everything comes up for expiry', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'roost-upgrade-'))
  context.after(() => rm(folder, { recursive: true }))
  const old = await open(folder)
  for (let i = 0; i < ACCOUNTS; i++) {
    const account = await newAccount(old, `user${i}@example.org`)
    if (i % 2 === 0) await deliverTo(old, [account], message(i % 4 === 0 ? 20_000 : 100))
  }
  await old.close()
  await asFormat1(folder)

  const store = await open(folder)
  // Mail does not wait until everything is taken over.
  const first = store.findAccount('user0@example.org')!
  await deliverTo(store, [first])
  await store.updateAccount(first.id, { lastLoginDay: TODAY + 1 })
  await store.swept()
  assert.equal(inbox(store, first).id, mailboxId(first.id, 1))
  assert.equal(bytesOf(store, store.listMessages(inbox(store, first).id)[0]!).length, 20_000)
  assert.equal(store.accountsLastSeen(0, TODAY + 9, 1000).length, ACCOUNTS)
  const due = store.mailboxesBefore('any', TODAY, 1000)
  assert.equal(due.length, ACCOUNTS / 2)
  for (const id of due) await store.expire(id, () => false, 0)
  assert.deepEqual(store.mailboxesBefore('any', TODAY, 1000), [], 'now it is known how old they are')
  assert.equal(store.mailboxesBefore('any', TODAY + 1, 1000).length, ACCOUNTS / 2)
  await store.close()
  assert.deepEqual(await audit(folder), {
    accounts: ACCOUNTS,
    messages: ACCOUNTS / 2 + 1,
    contents: ACCOUNTS / 2 + 1,
    litter: 0,
  })
})
