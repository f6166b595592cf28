import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client } from '../testing/client.ts'
import { PASSWORD, startTestImap } from '../testing/server.ts'
import { capabilities } from './capability.ts'
import { commands } from './table.ts'

/** A well-formed use of every command; a command without one fails the first test. */
const uses: Readonly<Record<string, string>> = {
  CAPABILITY: '',
  NOOP: '',
  LOGOUT: '',
  STARTTLS: '',
  LOGIN: ` ac1@_roost.test "${PASSWORD}"`,
  AUTHENTICATE: ` PLAIN ${Buffer.from(`\0ac1@_roost.test\0${PASSWORD}`).toString('base64')}`,
  ENABLE: ' CONDSTORE',
  SELECT: ' INBOX',
  EXAMINE: ' INBOX (CONDSTORE)',
  UNSELECT: '',
  CLOSE: '',
  CHECK: '',
  EXPUNGE: '',
  'UID EXPUNGE': ' 1:*',
  CREATE: ' made',
  DELETE: ' made',
  RENAME: ' made renamed',
  SUBSCRIBE: ' INBOX',
  UNSUBSCRIBE: ' INBOX',
  LIST: ' "" *',
  LSUB: ' "" *',
  NAMESPACE: '',
  STATUS: ' INBOX (MESSAGES)',
  APPEND: ' INBOX {5+}\r\nhello',
  SEARCH: ' ALL',
  'UID SEARCH': ' ALL',
  FETCH: ' 1 FLAGS',
  'UID FETCH': ' 1:* FLAGS',
  STORE: ' 1 +FLAGS (\\Seen)',
  'UID STORE': ' 1:* -FLAGS.SILENT \\Seen',
  COPY: ' 1 INBOX',
  'UID COPY': ' 1 INBOX',
  MOVE: ' 1 INBOX',
  'UID MOVE': ' 1 INBOX',
  IDLE: '\r\nDONE',
  GETQUOTA: ' "User quota"',
  GETQUOTAROOT: ' INBOX',
  SETQUOTA: ' "User quota" (STORAGE 1)',
  GETMETADATA: ' "" /shared/comment',
  SETMETADATA: ' INBOX (/private/comment "x")',
}

/** Names whose well-formed use is answered NO: nothing left to rename, no TLS here, never allowed. */
const refused = new Set(['STARTTLS', 'SETQUOTA', 'RENAME'])

const states = ['not-authenticated', 'authenticated', 'selected'] as const

const reach = async (client: Client, state: (typeof states)[number]): Promise<void> => {
  await client.line()
  if (state !== 'not-authenticated') await client.command(`LOGIN ac1@_roost.test "${PASSWORD}"`)
  if (state === 'selected') await client.command('SELECT INBOX')
}

test('every advertised capability has its commands, every command is reachable and tried below', () => {
  const names = new Set(commands.map((row) => row.name))
  assert.equal(names.size, commands.length, 'names are unique')
  for (const [name, needed] of capabilities) {
    for (const command of needed) assert.ok(names.has(command), `${name} needs ${command}`)
  }
  assert.deepEqual(Object.keys(uses).sort(), [...names].sort())
})

for (const state of states) {
  test(`every command in the state ${state}`, async () => {
    await using server = await startTestImap()
    await server.store.createAccount('ac1@_roost.test', '-', 1)
    await server.deliver('ac1@_roost.test', 'Subject: x\r\n\r\nbody\r\n')
    for (const row of commands) {
      const client = Client.connect(server)
      await reach(client, state)
      const allowed = row.states.includes(state)
      // Octets after a refused literal would be commands; a client that waits does not send them.
      const use = allowed || row.stream === undefined ? uses[row.name]! : ' INBOX {5}'
      const last = (await client.command(`${row.name}${use}`)).at(-1)!
      const expected = !allowed ? /^a BAD / : refused.has(row.name) ? /^a NO / : /^a OK /
      assert.match(last, expected, `${row.name} in ${state}`)
      client.close()
    }
  })

  test(`every command with nothing, rubbish and too much in the state ${state}`, async () => {
    await using server = await startTestImap()
    for (const row of commands) {
      for (const rest of [
        ' ((((',
        ' {3}',
        ' "',
        ' \x01',
        ' NIL NIL NIL NIL NIL NIL NIL NIL',
        ` ${'x '.repeat(3000)}`,
      ]) {
        const client = Client.connect(server)
        await reach(client, state)
        client.send(`a ${row.name}${rest}\r\n`)
        const line = (await client.line()) ?? ''
        assert.match(
          line,
          /^(a BAD |a NO |\* BYE |\+ |\* ENABLED)/,
          `${row.name}${rest.slice(0, 20)} in ${state}: ${line}`,
        )
        assert.doesNotMatch(line, /SERVERBUG/, `${row.name}${rest.slice(0, 20)}`)
        client.close()
      }
    }
    await server.imap.close(500)
    assert.equal(server.imap.connections, 0)
    assert.equal(server.notifier.size, 0)
  })
}
