import assert from 'node:assert/strict'
import { test } from 'node:test'
import { silentLog } from '../log/log.ts'
import { createMemoryStore } from '../store/memory/store.ts'
import { Client } from './testing/client.ts'
import { PASSWORD, startTestImap } from './testing/server.ts'

const USER = 'ac1@_roost.test'
const keys = 300
const hard = `SEARCH${' NOT BODY nowhere'.repeat(keys)}`

test('a hard search lets others work, and ends when its client leaves', async () => {
  let reads = 0
  const memory = createMemoryStore({ clock: { now: () => 0 } })
  const store: typeof memory = {
    ...memory,
    content(entry) {
      reads++
      return memory.content(entry)
    },
  }
  await using server = await startTestImap({ store, deps: { log: silentLog } })
  await store.createAccount(USER, '-', 1)
  for (let message = 0; message < 200; message++)
    await server.deliver(USER, `A: b\r\n\r\n${'x'.repeat(5000)}`)
  const [searching, other] = [Client.connect(server), Client.connect(server)]
  for (const client of [searching, other]) {
    await client.line()
    await client.command(`LOGIN ${USER} "${PASSWORD}"`)
    await client.command('SELECT INBOX')
  }
  searching.send(`a ${hard}\r\n`)
  while (reads === 0) await new Promise(setImmediate)
  assert.deepEqual(await other.command('NOOP'), ['a OK NOOP completed'])
  assert.equal(searching.unread, '', 'the search is still under way')
  searching.duplex.destroy()
  await server.imap.close(0)
  await new Promise((resolve) => setTimeout(resolve, 30))
  const stopped = reads
  await new Promise((resolve) => setTimeout(resolve, 30))
  assert.equal(reads, stopped)
  assert.ok(stopped < 200 * keys, 'it did not run to its end')
})
