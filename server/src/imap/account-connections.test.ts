import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { createMemoryStore } from '../store/memory/store.ts'
import { AccountConnections } from './account-connections.ts'
import { imapLimits } from './limits.ts'
import { Client } from './testing/client.ts'
import { PASSWORD, startTestImap, testAccounts } from './testing/server.ts'

test('the oldest of too many goes, others of the account and of other accounts stay', () => {
  const all = new AccountConnections()
  const gone: string[] = []
  const named = (name: string) => ({ dismiss: () => void gone.push(name) })
  const other = named('other')
  all.add(2, other)
  const connections = Array.from({ length: imapLimits.accountConnections + 2 }, (_, at) => named(`${at}`))
  for (const connection of connections) all.add(1, connection)
  assert.deepEqual(gone, ['0', '1'])
  assert.equal(all.count(1), imapLimits.accountConnections)
  for (const connection of [...connections, ...connections]) all.remove(1, connection)
  all.remove(2, other)
  assert.equal(all.size, 0)
})

test('a phone that comes back again and again is let in, and its first connection hears why it ends', async () => {
  await using server = await startTestImap()
  const logIn = async (user: string): Promise<Client> => {
    const client = Client.connect(server)
    await client.line()
    assert.match((await client.command(`LOGIN ${user}@_roost.test "${PASSWORD}"`)).at(-1)!, /^a OK/)
    return client
  }
  const neighbour = await logIn('ac2')
  const oldest = await logIn('ac1')
  await oldest.command('SELECT INBOX')
  oldest.send('i IDLE\r\n')
  await oldest.line()
  const rest: Client[] = []
  for (let at = 0; at < imapLimits.accountConnections; at++) rest.push(await logIn('ac1'))
  assert.equal(await oldest.toEnd(), '* BYE Too many connections of this account, the oldest has to go\r\n')
  for (const client of [neighbour, ...rest])
    assert.deepEqual(await client.command('NOOP'), ['a OK NOOP completed'])
  for (const client of [neighbour, ...rest]) client.close()
  await server.imap.close(500)
  assert.equal(server.imap.accounts, 0)
})

test('who hangs up while the password is checked takes no place', async () => {
  const asked = Promise.withResolvers<void>()
  const checking = Promise.withResolvers<void>()
  const store = createMemoryStore({ clock: { now: () => 0 } })
  const accounts = testAccounts(store, { now: () => 0 })
  const login: typeof accounts.login = async (...args) => {
    asked.resolve()
    await checking.promise
    return accounts.login(...args)
  }
  await using server = await startTestImap({ store, deps: { accounts: { ...accounts, login } } })
  const socket = connect(server.port, '127.0.0.1')
  const client = new Client(socket)
  await client.line()
  client.send(`a LOGIN ac1@_roost.test "${PASSWORD}"\r\n`)
  await asked.promise
  socket.resetAndDestroy()
  for (let tries = 0; tries < 200 && server.imap.connections > 0; tries++) await delay(5)
  assert.equal(server.imap.connections, 0)
  checking.resolve()
  for (let tries = 0; tries < 200 && store.countAccounts() === 0; tries++) await delay(5)
  await delay(5)
  assert.equal(store.countAccounts(), 1, 'the login went on')
  assert.equal(server.imap.accounts, 0)
})
