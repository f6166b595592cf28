import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultLimits, fixedLimits } from '../config/limits.ts'
import { silentLog } from '../log/log.ts'
import { createNotifier } from '../notify/in-process.ts'
import { message, PLENTY, stageOf } from '../store/conformance/subject.ts'
import { createMemoryStore } from '../store/memory/store.ts'
import type { Account, Store } from '../store/store.ts'
import { createExpiry } from './expiry.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const START = 21_000 * DAY

/** A server whose time the test moves; `pass` lets it run, looking every hour. */
const serving = (store: Store = createMemoryStore({ clock: { now: () => START } }), from = START) => {
  const time = { now: from, ran: 0 }
  const notifier = createNotifier()
  const due: { ms: number; call: () => void }[] = []
  const expiry = createExpiry({
    store,
    notifier,
    config: { limits: defaultLimits },
    clock: { now: () => time.now },
    monotonic: () => time.ran,
    timers: {
      after: (ms, call) => {
        due.push({ ms, call })
        return () => due.splice(0)
      },
    },
    log: silentLog,
  })
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= HOUR) {
      time.now += HOUR
      time.ran += HOUR
      await expiry.run()
    }
  }
  return { store, notifier, expiry, time, due, pass }
}

const join = async (store: Store, name: string, now: number): Promise<Account> =>
  (await store.createAccount(`${name}@example.org`, 'hash', Math.floor(now / DAY))).account

const arrive = async (store: Store, account: Account, now: number, size = 100): Promise<void> => {
  const target = [{ accountId: account.id, mailbox: 'INBOX' }]
  const outcomes = await store.deliver(await stageOf(store, message(size)), target, {
    internalDate: now,
    quotaBytes: PLENTY,
  })
  assert.ok(outcomes[0]!.ok)
}

const count = (store: Store, account: Account): number => store.usage(account.id).messages

test('mail goes after its days, watchers hear of it, and what is young stays', async () => {
  const { store, notifier, time, pass, expiry } = serving()
  await expiry.run()
  const alice = await join(store, 'alice', time.now)
  await arrive(store, alice, time.now)
  await pass(20 * DAY)
  await arrive(store, alice, time.now)
  assert.equal(count(store, alice), 2)
  let woken = 0
  const stop = notifier.watch(store.findMailbox(alice.id, 'INBOX')!.id, () => woken++)
  await pass(DAY)
  await new Promise(setImmediate)
  stop()
  assert.equal(count(store, alice), 1)
  assert.equal(woken, 1)
})

test('large mail goes after a week once its owner was there', async () => {
  const { store, time, pass, expiry } = serving()
  await expiry.run()
  const [here, away] = [await join(store, 'here', time.now), await join(store, 'away', time.now)]
  for (const account of [here, away]) await arrive(store, account, time.now, 300_000)
  await pass(2 * DAY)
  await store.updateAccount(here.id, { lastLoginDay: 21_002 })
  await pass(6 * DAY)
  assert.deepEqual([count(store, here), count(store, away)], [0, 1])
  await store.updateAccount(away.id, { lastLoginDay: 21_008 })
  await pass(DAY)
  assert.equal(count(store, away), 0)
})

test('accounts go after their days without login; who stayed connected has been there', async () => {
  const { store, notifier, time, pass, expiry } = serving()
  await expiry.run()
  const [gone, connected, back] = [
    await join(store, 'gone', time.now),
    await join(store, 'connected', time.now),
    await join(store, 'back', time.now),
  ]
  const stop = notifier.watch(store.findMailbox(connected.id, 'INBOX')!.id, () => {})
  await pass(90 * DAY)
  assert.equal(store.countAccounts(), 3)
  await store.updateAccount(back.id, { lastLoginDay: 21_090 })
  await pass(DAY)
  stop()
  assert.equal(store.account(gone.id), undefined)
  assert.equal(store.account(connected.id)?.lastLoginDay, 21_091)
  assert.notEqual(store.account(back.id), undefined)
})

test('a clock that learns the time after the start deletes nothing that is wanted', async () => {
  const { store, time, pass, expiry } = serving()
  await expiry.run()
  await pass(20 * DAY)
  const [home, away] = [await join(store, 'home', time.now), await join(store, 'away', time.now)]
  await arrive(store, home, time.now)
  await arrive(store, away, time.now)
  time.now += 400 * DAY // the network tells
  await pass(23 * HOUR)
  assert.deepEqual([count(store, home), count(store, away)], [1, 1])
  await pass(2 * HOUR)
  assert.equal(count(store, home), 0, 'a day later old mail goes')
  await store.updateAccount(home.id, { lastLoginDay: Math.floor(time.now / DAY) })
  await pass(12 * DAY)
  assert.equal(store.countAccounts(), 2, 'accounts have two weeks')
  await pass(2 * DAY)
  assert.deepEqual([store.account(home.id)?.id, store.account(away.id)], [home.id, undefined])
})

test('a box that stood in a drawer, and one whose clock was never set, delete nothing at once', async () => {
  const first = serving()
  await first.expiry.run()
  await first.pass(20 * DAY)
  const alice = await join(first.store, 'alice', first.time.now)
  await arrive(first.store, alice, first.time.now)
  for (const now of [first.time.now + 200 * DAY, 5 * DAY]) {
    const second = serving(first.store, now)
    await second.expiry.run()
    await second.pass(20 * HOUR)
    assert.equal(count(first.store, alice), 1)
    assert.equal(first.store.countAccounts(), 1)
  }
})

test('being restarted every night holds nothing up', async () => {
  let { store, time, expiry, pass } = serving()
  await expiry.run()
  const alice = await join(store, 'alice', time.now)
  await arrive(store, alice, time.now)
  for (let day = 0; day < 22; day++) {
    await pass(12 * HOUR)
    ;({ time, expiry, pass } = serving(store, time.now + 12 * HOUR))
    await expiry.run()
  }
  assert.equal(count(store, alice), 0)
})

test('logins noted while the clock was years ahead do not keep accounts for years', async () => {
  const { store, time, pass, expiry } = serving()
  const alice = await join(store, 'alice', time.now + 3000 * DAY)
  await expiry.run()
  await pass(25 * HOUR)
  assert.equal(store.account(alice.id)?.lastLoginDay, 21_001)
})

test('a failing store is tried again in the next round, and does not reach the caller', async () => {
  const { store, time, pass, expiry } = serving()
  await expiry.run()
  const alice = await join(store, 'alice', time.now)
  await arrive(store, alice, time.now)
  await pass(20 * DAY)
  const { expire } = store
  store.expire = () => Promise.reject(new Error('disk'))
  await pass(DAY)
  assert.equal(count(store, alice), 1)
  store.expire = expire
  await pass(HOUR)
  assert.equal(count(store, alice), 0)
})

test('rounds come a minute after the start and then every hour, until stopped', async () => {
  const { expiry, due } = serving()
  expiry.start()
  assert.deepEqual(
    due.map(({ ms }) => ms),
    [fixedLimits.expiry_first_ms.value],
  )
  due.shift()!.call()
  await expiry.run()
  await new Promise(setImmediate)
  assert.deepEqual(
    due.map(({ ms }) => ms),
    [fixedLimits.expiry_interval_ms.value],
  )
  await expiry.stop()
  assert.deepEqual(due, [])
})
