import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client } from './testing/client.ts'
import { PASSWORD, startTestImap } from './testing/server.ts'
import { stores } from './testing/stores.ts'

const ADDRESS = 'ac1@_roost.test'
const commands = ['NOOP', 'LIST "" *', 'SELECT INBOX', 'CREATE other', 'IDLE', 'APPEND INBOX {3}']

for (const [name, open] of stores)
  for (const command of commands)
    test(`a session with nothing selected whose account is deleted ends at ${command} (${name})`, async () => {
      await using server = await startTestImap({ open })
      const client = Client.connect(server)
      await client.line()
      await client.command(`LOGIN ${ADDRESS} "${PASSWORD}"`)
      assert.match((await client.command('NOOP')).at(-1)!, /^a OK/)
      await server.store.deleteAccount(server.store.findAccount(ADDRESS)!.id)
      client.send(`b ${command}\r\n`)
      assert.equal(await client.line(), '* BYE The account was deleted')
      assert.equal(await client.line(), undefined)
    })
