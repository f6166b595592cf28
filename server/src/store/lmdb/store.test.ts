import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { silentLog } from '../../log/log.ts'
import { bytesOf, deliverTo, inbox, message, NOON, newAccount, stageOf } from '../conformance/subject.ts'
import type { Staging } from '../store.ts'
import { openEngine } from './engine.ts'
import { openLmdbStore } from './store.ts'
import { TABLES } from './tables.ts'
import { audit } from './testing/audit.ts'
import { patterned } from './testing/patterned.ts'

const MAP = 2 ** 30

const newFolder = async (context: TestContext): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'roost-store-'))
  context.after(() => rm(folder, { recursive: true }))
  return folder
}

const open = (folder: string, ms = NOON) =>
  openLmdbStore(folder, { clock: { now: () => ms }, log: silentLog, mapBytes: MAP })

test('everything is there again after the store was closed', async (context) => {
  const folder = await newFolder(context)
  const before = await open(folder)
  const alice = await newAccount(before)
  const large = message(500_000, 'l')
  await deliverTo(before, [alice], large)
  await before.setFlags(inbox(before, alice).id, [{ uid: 1, flags: 1, keywords: ['k'] }])
  await deliverTo(before, [alice])
  await before.expunge(inbox(before, alice).id, [2])
  await before.setMetadata(alice.id, '', '/private/x', 'y')
  const seen = [before.listMailboxes(alice.id), before.listMessages(inbox(before, alice).id)]
  await before.close()

  const after = await open(folder)
  assert.deepEqual(after.findAccount(alice.address), alice)
  assert.deepEqual([after.listMailboxes(alice.id), after.listMessages(inbox(after, alice).id)], seen)
  assert.equal(after.metadata(alice.id, '', '/private/x'), 'y')
  assert.ok(bytesOf(after, after.listMessages(inbox(after, alice).id)[0]!).equals(large))
  assert.equal((await deliverTo(after, [alice]))[0]!.uid, 3, 'an expunged UID does not come back')
  await after.close()
  assert.deepEqual(await audit(folder), { accounts: 1, messages: 2, contents: 2, litter: 0 })
})

test('UIDVALIDITY and account ids grow although the clock went back and the account was the last', async (context) => {
  const folder = await newFolder(context)
  const before = await open(folder)
  const first = await newAccount(before)
  const { uidValidity } = inbox(before, first)
  await before.deleteAccount(first.id)
  await before.close()
  const after = await open(folder, 5000)
  const second = await newAccount(after)
  assert.ok(second.id > first.id)
  assert.equal(inbox(after, second).uidValidity, uidValidity + 1)
  await after.close()
})

test('a deleted account leaves no octet behind', async (context) => {
  const folder = await newFolder(context)
  const store = await open(folder)
  const alice = await newAccount(store)
  const other = (await store.createMailbox(alice.id, 'Other'))!
  for (let i = 0; i < 150; i++) await deliverTo(store, [alice], message(i % 10 === 0 ? 300_000 : 100))
  const box = inbox(store, alice)
  const uids = store.listMessages(box.id).map(({ uid }) => uid)
  await store.copy(box.id, uids.slice(0, 70), other.id, { move: true, quotaBytes: 1e9 })
  await store.setMetadata(alice.id, 'Other', '/private/x', 'y')
  await store.deleteAccount(alice.id)
  await store.swept()
  await store.close()
  assert.deepEqual(await audit(folder), { accounts: 0, messages: 0, contents: 0, litter: 0 })
  const engine = openEngine(folder, MAP, TABLES)
  for (const table of ['boxes', 'names', 'metadata', 'contents', 'sweep', 'addresses', 'accounts'])
    assert.equal(engine.table(table).keys(Buffer.from([0]), Buffer.alloc(9, 255), 1).length, 0, table)
  await engine.close()
})

test('what was arriving when the process ended is swept at the next open', async (context) => {
  const folder = await newFolder(context)
  const before = await open(folder)
  const alice = await newAccount(before)
  await stageOf(before, message(900_000))
  await before.close()
  assert.ok((await audit(folder)).litter > 0)
  const after = await open(folder)
  // A message that arrives at the same time is not taken for an orphan.
  const arriving = await stageOf(after, message(900_000, 'n'))
  await after.swept()
  const target = [{ accountId: alice.id, mailbox: 'INBOX' }]
  await after.deliver(arriving, target, { internalDate: NOON, quotaBytes: 1e9 })
  assert.ok(bytesOf(after, after.listMessages(inbox(after, alice).id)[0]!).equals(message(900_000, 'n')))
  await after.close()
  assert.deepEqual(await audit(folder), { accounts: 1, messages: 1, contents: 1, litter: 0 })
})

test('a discarded message leaves nothing, also when discarded while it is written or delivered', async (context) => {
  const folder = await newFolder(context)
  const store = await open(folder)
  const alice = await newAccount(store)
  const early = store.stage()
  const writing = early.write(message(400_000))
  early.discard()
  await writing
  ;(await stageOf(store, message(400_000))).discard()
  const refused = await stageOf(store, message(400_000))
  const target = [{ accountId: alice.id, mailbox: 'INBOX' }]
  const delivery = store.deliver(refused, target, { internalDate: NOON, quotaBytes: 1 })
  refused.discard()
  assert.equal((await delivery)[0]!.ok, false)
  await new Promise(setImmediate)
  await store.swept()
  await store.close()
  assert.deepEqual(await audit(folder), { accounts: 1, messages: 0, contents: 0, litter: 0 })
})

test('a message that is larger than memory allows goes to disk while it arrives', async (context) => {
  const folder = await newFolder(context)
  const store = await open(folder)
  await newAccount(store)
  const staging = store.stage()
  const small = staging.write(Buffer.alloc(150_000))
  assert.equal(small, undefined, 'small messages wait for nothing')
  const waiting = staging.write(Buffer.alloc(150_000))
  assert.ok(waiting instanceof Promise, 'a full chunk makes the sender wait')
  await waiting
  staging.discard()
  await store.close()
})

test('what arrives at once has a bound in memory; what ends or is given up makes room', async (context) => {
  const folder = await newFolder(context)
  const clock = { now: () => NOON }
  const store = await openLmdbStore(folder, { clock, log: silentLog, mapBytes: MAP, stagingBytes: 600_000 })
  const alice = await newAccount(store)
  const first = await stageOf(store, message(200_000))
  const second = await stageOf(store, message(200_000))
  const third = store.stage()
  await assert.rejects(async () => await third.write(Buffer.alloc(250_000)), { name: 'StoreBusyError' })
  await assert.rejects(deliverStaged(third), { name: 'StoreBusyError' })
  third.discard()
  await stageOf(store, message(150_000)).then((fourth) => fourth.discard())
  assert.equal((await deliverStaged(first))[0]!.ok, true)
  second.discard()
  // all is free again, and a long message needs little of it
  const longs = await Promise.all([0, 1].map(() => stageOf(store, message(2_000_000))))
  for (const long of longs) assert.equal((await deliverStaged(long))[0]!.ok, true)
  await stageOf(store, message(250_000)).then((last) => last.discard())
  await store.close()

  function deliverStaged(staging: Staging) {
    const target = { accountId: alice.id, mailbox: 'INBOX' }
    return store.deliver(staging, [target], { internalDate: NOON, quotaBytes: 1e9 })
  }
})

test('a database of a later version is refused and left alone', async (context) => {
  const folder = await newFolder(context)
  await (await open(folder)).close()
  const engine = openEngine(folder, MAP, TABLES)
  const meta = engine.table('meta')
  await (await engine.transact(() => meta.put(Buffer.from('format'), Buffer.from([9])))).flushed
  await engine.close()
  await assert.rejects(open(folder), /format 9.*start the version that wrote it/)
})

test('a file that is no database is refused with a remedy, and kept', async (context) => {
  for (const bytes of [Buffer.from('x'), Buffer.alloc(100_000, 'garbage ')]) {
    const folder = await newFolder(context)
    const file = join(folder, 'data.mdb')
    await writeFile(file, bytes)
    await assert.rejects(open(folder), /not a mail database: put a backup in its place/)
    assert.ok((await readFile(file)).equals(bytes))
  }
})

test('a file that was cut short is refused with a remedy, and kept', async (context) => {
  const source = await newFolder(context)
  const store = await open(source)
  for (let i = 0; i < 40; i++)
    await deliverTo(store, [await newAccount(store, `user${i}@example.org`)], patterned(4000, i))
  await store.close()
  const whole = await readFile(join(source, 'data.mdb'))
  for (const share of [0.01, 0.3, 0.6, 0.9]) {
    const folder = await newFolder(context)
    const file = join(folder, 'data.mdb')
    const cut = whole.subarray(0, Math.ceil((whole.length * share) / 4096) * 4096)
    await writeFile(file, cut)
    for (let tries = 0; tries < 2; tries++)
      await assert.rejects(open(folder), /is damaged.*put a backup in its place/)
    assert.ok((await readFile(file)).equals(cut), `${share}`)
  }
})

test('a file whose last pages were free and never written is used as it is', async (context) => {
  const folder = await newFolder(context)
  const before = await open(folder)
  const alice = await newAccount(before)
  await deliverTo(before, [alice])
  await deliverTo(before, [alice], patterned(100_000, 1))
  await before.expunge(inbox(before, alice).id, [1, 2])
  await before.swept()
  for (let i = 0; i < 3; i++) await before.updateAccount(alice.id, { passwordHash: `${i}` })
  await before.close()
  const file = join(folder, 'data.mdb')
  const { size } = await stat(file)
  // What held the message is free by now, and it lay last.
  await truncate(file, size - 50_000)
  const after = await open(folder)
  assert.equal((await deliverTo(after, [alice], message(100_000, 'n')))[0]!.uid, 3)
  await after.close()
  assert.deepEqual(await audit(folder), { accounts: 1, messages: 1, contents: 1, litter: 0 })
})

test('an empty file is a new database', async (context) => {
  const folder = await newFolder(context)
  await writeFile(join(folder, 'data.mdb'), '')
  const store = await open(folder)
  await newAccount(store)
  await store.close()
  assert.equal((await audit(folder)).accounts, 1)
})
