import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { type Log, silentLog } from '../log/log.ts'
import { createMemoryStore } from '../store/memory/store.ts'
import { ContentGoneError, type Store, StoreBusyError, StoreFullError } from '../store/store.ts'
import { Client } from './testing/client.ts'
import { PASSWORD, startTestImap, type TestImap } from './testing/server.ts'

const USER = 'ac1@_roost.test'
const memory = (): Store => createMemoryStore({ clock: { now: () => 0 }, chunkBytes: 1024 })

const selected = async (server: TestImap): Promise<Client> => {
  await server.store.createAccount(USER, '-', 1)
  await server.deliver(USER, `Subject: x\r\n\r\n${'x'.repeat(5000)}`)
  const client = Client.connect(server)
  await client.line()
  await client.command(`LOGIN ${USER} "${PASSWORD}"`)
  await client.command('SELECT INBOX')
  return client
}

const full = ['a NO [UNAVAILABLE] The disk of the server is full.']

test('a disk that fills while a message arrives is told at its end, and the connection goes on', async () => {
  const store = memory()
  let broken = false
  const stage: Store['stage'] = () => {
    const staging = store.stage()
    const write = (chunk: Buffer): Promise<void> | undefined =>
      broken ? Promise.reject(new StoreFullError()) : staging.write(chunk)
    return { size: 0, write, discard: () => staging.discard() }
  }
  await using server = await startTestImap({ store: { ...store, stage, deliver: store.deliver } })
  const account = await store.createAccount(USER, '-', 1)
  assert.ok(account.created)
  const client = Client.connect(server)
  await client.line()
  await client.command(`LOGIN ${USER} "${PASSWORD}"`)
  broken = true
  assert.deepEqual(await client.command('APPEND INBOX {5+}\r\nhello'), full)
  assert.deepEqual(await client.command('NOOP'), ['a OK NOOP completed'])
})

test('a message for which there is no memory is read to its end, and can be sent again', async () => {
  const store = memory()
  const { stage } = store
  await using server = await startTestImap({ store })
  const client = await selected(server)
  const write = () => Promise.reject(new StoreBusyError())
  Object.assign(store, { stage: () => ({ size: 0, write, discard() {} }) })
  const busy = ['a NO [UNAVAILABLE] The server is busy, try again in a minute.']
  assert.deepEqual(await client.command('APPEND INBOX {5+}\r\nhello'), busy)
  Object.assign(store, { stage })
  assert.match((await client.command('APPEND INBOX {5+}\r\nhello')).at(-1)!, /^a OK \[APPENDUID/)
})

test('a disk that is full at the commit', async () => {
  const store = memory()
  const refuse = (): Promise<never> => Promise.reject(new StoreFullError())
  await using server = await startTestImap({ store })
  const client = await selected(server)
  Object.assign(store, { deliver: refuse, setFlags: refuse, createMailbox: refuse })
  assert.deepEqual(await client.command('APPEND INBOX {5+}\r\nhello'), full)
  assert.deepEqual(await client.command('STORE 1 +FLAGS (\\Seen)'), full)
  assert.deepEqual(await client.command('CREATE x'), full)
  assert.deepEqual(await client.command('NOOP'), ['a OK NOOP completed'])
})

test('a message expunged before it is sent is passed over; one expunged while it is sent ends the connection', async () => {
  const store = memory()
  await using server = await startTestImap({ store })
  const client = await selected(server)
  const { content } = store
  Object.assign(store, { content: () => undefined })
  assert.deepEqual(await client.command('UID FETCH 1 BODY.PEEK[]'), ['a OK Fetch completed'])
  assert.match((await client.command('FETCH 1 BODY.PEEK[]'))[0]!, /^a NO \[EXPUNGEISSUED\]/)
  const vanishing: Store['content'] = (entry) => {
    const found = content.call(store, entry)!
    return {
      size: found.size,
      header: () => found.header(),
      *read(from, to) {
        for (const chunk of found.read(from, to)) {
          yield chunk
          throw new ContentGoneError()
        }
      },
    }
  }
  Object.assign(store, { content: vanishing })
  client.send('a FETCH 1 BODY.PEEK[]\r\n')
  const said = await client.toEnd()
  assert.match(said, /^\* 1 FETCH \(BODY\[\] \{5014\}\r\nSubject: x\r\n\r\nx+$/, 'cut off, nothing added')
})

test('a client that leaves in the middle of a message is no fault to log', async () => {
  const faults: string[] = []
  const log: Log = { ...silentLog, error: (event) => void faults.push(event) }
  await using server = await startTestImap({ deps: { log } })
  await server.store.createAccount(USER, '-', 1)
  // more than the buffers of both ends hold
  await server.deliver(USER, `A: b\r\n\r\n${'x'.repeat(16_000_000)}`)
  const socket = connect(server.port, '127.0.0.1')
  const client = new Client(socket)
  await client.line()
  await client.command(`LOGIN ${USER} "${PASSWORD}"`)
  await client.command('SELECT INBOX')
  client.send('a FETCH 1 BODY.PEEK[]\r\n')
  await client.line()
  socket.destroy()
  for (let tries = 0; tries < 100 && server.imap.connections > 0; tries++) await delay(10)
  assert.equal(server.imap.connections, 0)
  await delay(20)
  assert.deepEqual(faults, [])
})
