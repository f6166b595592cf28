import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { defaultLimits, fixedLimits } from '../config/limits.ts'
import { silentLog } from '../log/log.ts'
import { createMemoryStore } from '../store/memory/store.ts'
import { createAccounts } from './create.ts'
import { HashQueue } from './hash-queue.ts'

const ALICE = 'alice1234@example.org'
const SECRET = 'correct horse'

const setUp = (hashes?: HashQueue) => {
  const clock = { ms: 1e12, now: () => clock.ms }
  const store = createMemoryStore({ clock })
  const removed: number[] = []
  const accounts = createAccounts({
    store,
    config: { domain: 'example.org', limits: defaultLimits },
    clock,
    random: randomBytes,
    log: silentLog,
    removed: (ids) => removed.push(...ids),
    ...(hashes === undefined ? {} : { hashes }),
  })
  return { accounts, store, clock, removed }
}

test('address and password remove an account, and its app does not make it anew', async () => {
  const { accounts, store, clock, removed } = setUp()
  const login = await accounts.login(ALICE, SECRET)
  assert.ok(login.ok)
  const mailboxes = store.listMailboxes(login.account.id).map(({ id }) => id)
  assert.equal(await accounts.remove('Alice1234@Example.org', SECRET), 'removed')
  assert.equal(store.countAccounts(), 0)
  assert.deepEqual(removed, mailboxes)
  const again = await accounts.login(ALICE, SECRET)
  assert.deepEqual([again.ok, store.countAccounts()], [false, 0])
  assert.equal(await accounts.remove(ALICE, SECRET), 'refused')
  clock.ms += fixedLimits.departed_ms.value
  assert.ok((await accounts.login(ALICE, SECRET)).ok)
})

test('a wrong password, a strange address and an unknown one remove and create nothing, and look the same', async () => {
  const { accounts, store } = setUp()
  await accounts.login(ALICE, SECRET)
  for (const [address, password] of [
    [ALICE, 'wrong horse!'],
    [ALICE, ''],
    [ALICE, 'x'.repeat(5000)],
    ['bobs12345@example.org', SECRET],
    ['alice1234@example.com', SECRET],
    ['alice1234+x@example.org', SECRET],
    ['', ''],
  ] as const)
    assert.equal(await accounts.remove(address, password), 'refused', address)
  assert.equal(store.countAccounts(), 1)
  assert.ok((await accounts.login(ALICE, SECRET)).ok)
})

test('an account that is locked cannot be removed by its password', async () => {
  const { accounts, store } = setUp()
  const login = await accounts.login(ALICE, SECRET)
  assert.ok(login.ok)
  await store.updateAccount(login.account.id, { passwordHash: '!' })
  assert.equal(await accounts.remove(ALICE, SECRET), 'refused')
})

test('hashing for removals is queued with that for logins, and a full queue says so', async () => {
  const { accounts } = setUp(new HashQueue(1, 0))
  const both = await Promise.all([
    accounts.remove('bobs12345@example.org', SECRET),
    accounts.remove('eves12345@example.org', SECRET),
  ])
  assert.deepEqual(both, ['refused', 'busy'])
})
