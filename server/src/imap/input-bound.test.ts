import assert from 'node:assert/strict'
import { test } from 'node:test'
import { imapLimits } from './limits.ts'
import { Client } from './testing/client.ts'
import { PASSWORD, startTestImap } from './testing/server.ts'

test('what is sent while a command runs waits with the sender, not in memory', async () => {
  const { promise: asked, resolve: release } = Promise.withResolvers<void>()
  await using server = await startTestImap()
  const { account } = await server.store.createAccount('ac1@_roost.test', '-', 1)
  await using slow = await startTestImap({
    store: server.store,
    deps: {
      accounts: {
        domain: '_roost.test',
        login: () => asked.then(() => ({ ok: true, account })),
        recipient: () => account,
        suggest: () => ({ address: '', password: PASSWORD }),
      },
    },
  })
  const client = Client.connect(slow)
  await client.line()
  client.send(`a LOGIN ac1@_roost.test "${PASSWORD}"\r\n`)
  const piece = 'b NOOP\r\n'.repeat(1000)
  const pieces = 500
  for (let count = 0; count < pieces; count++) client.send(piece)
  for (let turn = 0; turn < 200; turn++) await new Promise(setImmediate)
  const taken = pieces * piece.length - client.duplex.writableLength
  // the bound, and what the streams of both ends hold
  assert.ok(taken <= imapLimits.inputBytes + 3 * 65_536, `${taken} octets were taken`)
  release()
  assert.match((await client.line())!, /^a OK/)
  for (let count = 0; count < 2000; count++) assert.equal(await client.line(), 'b OK NOOP completed')
  client.close()
})
