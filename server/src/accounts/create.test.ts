import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { defaultLimits, fixedLimits } from '../config/limits.ts'
import { silentLog } from '../log/log.ts'
import { createMemoryStore } from '../store/memory/store.ts'
import type { LoginResult } from './accounts.ts'
import { type AccountsDeps, createAccounts } from './create.ts'
import { HashQueue } from './hash-queue.ts'

const DAY = 86_400_000
const ALICE = 'alice1234@example.org'
const SECRET = 'correct horse'

const setUp = (change: Partial<AccountsDeps> = {}) => {
  const clock = { ms: 100 * DAY, now: () => clock.ms }
  const memory = createMemoryStore({ clock })
  const writes = { create: 0, update: 0 }
  const store: typeof memory = {
    ...memory,
    createAccount: (...args) => {
      writes.create++
      return memory.createAccount(...args)
    },
    updateAccount: (...args) => {
      writes.update++
      return memory.updateAccount(...args)
    },
  }
  const config = { domain: 'example.org', limits: defaultLimits }
  const accounts = createAccounts({ store, config, clock, random: randomBytes, log: silentLog, ...change })
  return { accounts, store, clock, writes }
}

const reason = (result: LoginResult): string => (result.ok ? 'ok' : result.reason)

test('the first login creates the account, later ones verify', async () => {
  const { accounts, store, writes } = setUp()
  const first = await accounts.login('Alice1234@Example.ORG', SECRET)
  assert.ok(first.ok)
  assert.deepEqual(store.findAccount(ALICE), first.account)
  assert.ok(!first.account.passwordHash.includes(SECRET))
  const second = await accounts.login(ALICE, SECRET)
  assert.deepEqual(second, first)
  assert.equal(reason(await accounts.login(ALICE, 'wrong horse!')), 'wrong-password')
  assert.deepEqual(writes, { create: 1, update: 0 })
})

test('without room newcomers are told to try again, and who has an account logs in', async () => {
  let short: string | undefined
  const { accounts, writes } = setUp({ lacking: () => short })
  assert.ok((await accounts.login(ALICE, SECRET)).ok)
  short = 'disk'
  assert.equal(reason(await accounts.login('bobs12345@example.org', SECRET)), 'busy')
  assert.equal(reason(await accounts.login(ALICE, 'wrong horse!')), 'wrong-password')
  assert.equal(reason(await accounts.login(ALICE, SECRET)), 'ok')
  short = undefined
  assert.equal(reason(await accounts.login('bobs12345@example.org', SECRET)), 'ok')
  assert.equal(writes.create, 2)
})

const refused: [title: string, address: string, password: string, reason: string][] = [
  ['a foreign domain', 'alice1234@example.com', SECRET, 'bad-address'],
  ['no domain', 'alice1234', SECRET, 'bad-address'],
  ['a name too short', 'alice@example.org', SECRET, 'bad-address'],
  ['a name too long', 'alice12345@example.org', SECRET, 'bad-address'],
  ['a name with detail', 'alice+123@example.org', SECRET, 'bad-address'],
  ['a password too short', ALICE, '12345678', 'short-password'],
  ['a password without end', ALICE, 'x'.repeat(fixedLimits.password_bytes.value + 1), 'wrong-password'],
]

for (const [title, address, password, expected] of refused)
  test(`${title} creates nothing`, async () => {
    const { accounts, store } = setUp()
    assert.equal(reason(await accounts.login(address, password)), expected)
    assert.equal(store.countAccounts(), 0)
  })

test('passwords at the bounds are taken', async () => {
  const { accounts } = setUp()
  assert.equal(reason(await accounts.login(ALICE, '123456789')), 'ok')
  const longest = 'ü'.repeat(fixedLimits.password_bytes.value / 2)
  assert.equal(reason(await accounts.login('bob123456@example.org', longest)), 'ok')
})

test('an account made under other limits still logs in', async () => {
  const { accounts, store } = setUp()
  const made = await accounts.login(ALICE, SECRET)
  assert.ok(made.ok)
  await store.createAccount('al@example.org', made.account.passwordHash, 1)
  assert.equal(reason(await accounts.login('al@example.org', SECRET)), 'ok')
})

test('ten parallel first logins with one password all succeed at the price of one', async () => {
  const { accounts, store, writes } = setUp()
  const results = await Promise.all(Array.from({ length: 10 }, () => accounts.login(ALICE, SECRET)))
  assert.deepEqual(results.map(reason), Array(10).fill('ok'))
  assert.equal(store.countAccounts(), 1)
  assert.equal(writes.create, 1)
})

test('of ten parallel first logins with different passwords exactly one wins', async () => {
  const { accounts, store } = setUp()
  const passwords = Array.from({ length: 10 }, (_, i) => `password ${i}`)
  const results = await Promise.all(passwords.map((password) => accounts.login(ALICE, password)))
  assert.deepEqual(results.map(reason).sort(), ['ok', ...Array(9).fill('wrong-password')])
  assert.equal(store.countAccounts(), 1)
  const winner = passwords[results.findIndex(({ ok }) => ok)]!
  assert.equal(reason(await accounts.login(ALICE, winner)), 'ok')
})

test('a known password costs no hash, and a new one ends that at once', async () => {
  const { accounts, store } = setUp()
  const made = await accounts.login(ALICE, SECRET)
  assert.ok(made.ok)
  const started = performance.now()
  for (let i = 0; i < 100; i++) assert.equal(reason(await accounts.login(ALICE, SECRET)), 'ok')
  // A hundred hashes would take over a second.
  assert.ok(performance.now() - started < 300)
  await store.updateAccount(made.account.id, { passwordHash: '!' })
  assert.equal(reason(await accounts.login(ALICE, SECRET)), 'wrong-password')
})

test('a deleted account is forgotten; its name is free again', async () => {
  const { accounts, store } = setUp()
  const made = await accounts.login(ALICE, SECRET)
  assert.ok(made.ok)
  await store.deleteAccount(made.account.id)
  const again = await accounts.login(ALICE, 'another password')
  assert.ok(again.ok)
  assert.notEqual(again.account.id, made.account.id)
  assert.equal(reason(await accounts.login(ALICE, SECRET)), 'wrong-password')
})

test('the last login is kept by the day, written once a day', async () => {
  const { accounts, store, clock, writes } = setUp()
  await accounts.login(ALICE, SECRET)
  clock.ms += DAY / 2
  await accounts.login(ALICE, SECRET)
  assert.equal(writes.update, 0)
  clock.ms += DAY
  await Promise.all(Array.from({ length: 5 }, () => accounts.login(ALICE, SECRET)))
  await new Promise(setImmediate)
  assert.equal(writes.update, 1)
  assert.equal(store.findAccount(ALICE)!.lastLoginDay, 101)
  clock.ms = 5 * DAY
  await accounts.login(ALICE, SECRET)
  assert.equal(writes.update, 1, 'a clock that went back takes no day away')
})

test('a closed house takes no new names, and keeps its people', async () => {
  const door = { open: true }
  const { accounts, store } = setUp({ registrationOpen: () => door.open })
  await accounts.login(ALICE, SECRET)
  door.open = false
  assert.equal(reason(await accounts.login('bob123456@example.org', SECRET)), 'registration-closed')
  assert.equal(reason(await accounts.login(ALICE, SECRET)), 'ok')
  assert.equal(store.countAccounts(), 1)
})

test('more logins than can wait are told so at once', async () => {
  const { accounts } = setUp({ hashes: new HashQueue(1, 2), registrationOpen: () => false })
  const results = await Promise.all(
    Array.from({ length: 5 }, (_, i) => accounts.login(ALICE, `password ${i}`)),
  )
  assert.deepEqual(results.map(reason), [...Array(3).fill('registration-closed'), 'busy', 'busy'])
})

test('a store that cannot write is an error, not a wrong password', async () => {
  const { store } = setUp()
  const broken = { ...store, createAccount: () => Promise.reject(new Error('disk')) }
  const { accounts } = setUp({ store: broken })
  await assert.rejects(accounts.login(ALICE, SECRET), /disk/)
  await assert.rejects(accounts.login(ALICE, SECRET), /disk/)
})

test('mail finds its account whatever the spelling and detail', async () => {
  const { accounts } = setUp()
  const made = await accounts.login(ALICE, SECRET)
  assert.ok(made.ok)
  for (const spelling of [ALICE, 'ALICE1234@example.org', 'alice1234+phone@EXAMPLE.org'])
    assert.deepEqual(accounts.recipient(spelling), made.account)
  for (const other of ['bob123456@example.org', 'alice1234@example.com', 'alice1234', ''])
    assert.equal(accounts.recipient(other), undefined)
})

test('a suggestion is free and works as a first login', async () => {
  const { accounts, store } = setUp()
  const { address, password } = accounts.suggest()
  assert.equal(store.countAccounts(), 0)
  assert.match(address, /^[a-z0-9]{9}@example\.org$/)
  assert.equal(reason(await accounts.login(address, password)), 'ok')
})

test('when nearly all names are taken, suggesting says so instead of trying for ever', async () => {
  const { accounts, store } = setUp({ random: (octets) => Buffer.alloc(octets) })
  await store.createAccount('aaaaaaaaa@example.org', '!', 1)
  assert.throws(() => accounts.suggest(), /name_max/)
})
