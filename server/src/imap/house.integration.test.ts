import assert from 'node:assert/strict'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { connect } from 'node:tls'
import { freshFolder, startRoost } from '../testing/binary.ts'
import { Client } from './testing/client.ts'

const phones = 200
/** What a chat client opens: one to watch the inbox, one to fetch and clean up, one to send. */
const imapEach = 2

/** Nine characters, as the server wants them. */
const name = (phone: number): string => `phone${String(phone).padStart(4, '0')}`

test(`${phones} phones behind one address come online at once after a power cut`, async (t) => {
  const folder = await freshFolder(t)
  const roost = await startRoost(join(folder, 'data'))
  t.after(() => roost.stop('SIGKILL'))
  const clients: Client[] = []
  t.after(() => {
    for (const client of clients) client.duplex.destroy()
  })
  const dial = async (port: number): Promise<Client> => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false })
    const client = new Client(socket, 60_000)
    clients.push(client)
    await once(socket, 'secureConnect')
    return client
  }
  const watch = async (phone: number): Promise<void> => {
    const client = await dial(roost.ports.imaps)
    assert.match((await client.line())!, /^\* OK \[CAPABILITY /)
    const logIn = `LOGIN ${name(phone)}@_roost.test "password of ${phone}"`
    assert.match((await client.command(logIn)).at(-1)!, /^a OK /)
    assert.match((await client.command('SELECT INBOX')).at(-1)!, /^a OK /)
    client.send('i IDLE\r\n')
    assert.equal(await client.line(), '+ idling')
  }
  const send = async (): Promise<void> => {
    const client = await dial(roost.ports.submissions)
    assert.match((await client.line())!, /^220 /)
  }
  const began = performance.now()
  await Promise.all(
    Array.from({ length: phones }, async (_, phone) => {
      await Promise.all([...Array.from({ length: imapEach }, () => watch(phone)), send()])
    }),
  )
  t.diagnostic(`${phones} phones online in ${((performance.now() - began) / 1000).toFixed(1)} s`)
  assert.doesNotMatch(roost.output, /connection\.refused/)
  assert.ok(clients.every((client) => !client.ended))
})
