import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultLimits } from '../config/limits.ts'
import { silentLog } from '../log/log.ts'
import { createNotifier } from '../notify/in-process.ts'
import { message, NOON, newAccount, stageOf } from '../store/conformance/subject.ts'
import { createMemoryStore } from '../store/memory/store.ts'
import { createTrim } from './trim.ts'

const HOUR = 3_600_000
const QUOTA = 100_000

const filling = async () => {
  const store = createMemoryStore({ clock: { now: () => NOON } })
  const notifier = createNotifier()
  const trim = createTrim({
    store,
    notifier,
    config: { limits: { ...defaultLimits, mailbox_bytes: QUOTA } },
    clock: { now: () => NOON },
    log: silentLog,
  })
  const alice = await newAccount(store)
  const other = (await store.createMailbox(alice.id, 'Other'))!
  const fill = async (count: number, hoursAgo: number, mailbox = 'INBOX', size = 500): Promise<boolean> => {
    let ok = true
    for (let i = 0; i < count && ok; i++) {
      const options = { internalDate: NOON - hoursAgo * HOUR, quotaBytes: QUOTA }
      const staging = await stageOf(store, message(size))
      const outcomes = await store.deliver(staging, [{ accountId: alice.id, mailbox }], options)
      ok = outcomes[0]!.ok
    }
    return ok
  }
  const arrived = async (): Promise<number> => {
    trim.arrived(alice.id)
    await trim.settled()
    return store.usage(alice.id).bytes
  }
  return { store, notifier, alice, other, fill, arrived }
}

test('above three quarters the oldest go until seven tenths, whatever mailbox they are in', async () => {
  const { store, notifier, alice, other, fill, arrived } = await filling()
  await fill(100, 30)
  await fill(20, 300, 'Other')
  await fill(30, 48)
  assert.equal(await arrived(), 75_000, 'exactly three quarters is not above')
  await fill(1, 25)
  let woken = 0
  notifier.watch(other.id, () => woken++)
  assert.equal(await arrived(), 70_000)
  const uids = store.listMessages(store.findMailbox(alice.id, 'INBOX')!.id).map(({ uid }) => uid)
  assert.equal(store.mailbox(other.id)?.messages, 9, 'the oldest were here')
  assert.equal(uids.length, 131)
  await new Promise(setImmediate)
  assert.equal(woken, 1)
})

test('nothing of the last day goes, and over the quota the next message is refused', async () => {
  const { fill, arrived } = await filling()
  await fill(10, 25)
  assert.equal(await fill(190, 23), true)
  assert.equal(await arrived(), 95_000)
  assert.equal(await fill(11, 1), false)
  assert.equal(await arrived(), 100_000)
})

test('many small messages make room for a large one, in steps', async () => {
  const { fill, arrived } = await filling()
  await fill(700, 50, 'INBOX', 100)
  await fill(1, 0, 'INBOX', 25_000)
  assert.equal(await arrived(), 70_000)
})
