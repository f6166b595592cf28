import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { freshFolder, type RunningRoost, startRoost } from './testing/binary.ts'
import { LineClient } from './testing/line-client.ts'

const ADDRESS = 'kara12345@_roost.test'
const PASSWORD = 'a good & long password'
const NEIGHBOUR = 'nils12345@_roost.test'

/** Which of the words stand in any file below a folder. */
const found = async (folder: string, words: readonly string[]): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const contents = await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name))))
  return words.filter((word) => contents.some((bytes) => bytes.includes(word)))
}

const loggedIn = async (roost: RunningRoost, address: string): Promise<LineClient> => {
  const client = LineClient.secure(roost.ports.imaps)
  await client.expect(/^\* OK .*\r\n/)
  await client.ask(`a LOGIN ${address} "${PASSWORD}"`, /^a OK .*\r\n/m)
  return client
}

/** Too short and too varied for the store to pack it. */
const append = async (client: LineClient, marker: string): Promise<void> => {
  const message = `Subject: [...]\r\n\r\n${marker}\r\n`
  await client.ask(`b APPEND INBOX {${message.length}}`, /^\+ .*\r\n/m)
  await client.ask(message, /^b OK .*\r\n/m)
}

const remove = (roost: RunningRoost, password: string): Promise<Response> =>
  fetch(`http://127.0.0.1:${roost.ports.http}/delete`, {
    method: 'POST',
    body: new URLSearchParams({ address: ADDRESS, password }),
  })

test('who asks for it on the web page is gone from the server, and after the next start from its disk', async (t) => {
  const data = await freshFolder(t)
  let roost = await startRoost(data)
  t.after(() => roost.stop('SIGKILL'))
  const [kara, idle, nils] = [
    await loggedIn(roost, ADDRESS),
    await loggedIn(roost, ADDRESS),
    await loggedIn(roost, NEIGHBOUR),
  ]
  await append(kara, 'Xq7!marker-of-kara')
  await append(nils, 'Zw3!marker-of-nils')
  await kara.ask('c SETMETADATA INBOX (/private/devicetoken "Yk9!token")', /^c OK .*\r\n/m)
  await idle.ask('d SELECT INBOX', /^d OK .*\r\n/m)
  await idle.ask('e IDLE', /^\+ .*\r\n/m)
  const traces = [ADDRESS, 'Xq7!marker-of-kara', 'Yk9!token']
  assert.deepEqual(await found(data, traces), traces, 'the search finds what is there')

  assert.equal((await remove(roost, 'not her password')).status, 403)
  const done = await remove(roost, PASSWORD)
  assert.equal(done.status, 200)
  assert.match(await done.text(), /It is all gone/)
  await idle.expect(/^\* BYE .*\r\n/m)
  await idle.closed()
  const again = LineClient.secure(roost.ports.imaps)
  await again.ask(`f LOGIN ${ADDRESS} "${PASSWORD}"`, /^f NO .*\r\n/m)
  assert.equal(await roost.stop(), 0)

  // One start more, should the first have ended before everything was swept.
  for (let starts = 0; starts < 2; starts++) {
    roost = await startRoost(data)
    if ((await found(data, traces)).length === 0) break
    assert.equal(await roost.stop(), 0)
  }
  assert.deepEqual(await found(data, [...traces, 'Zw3!marker-of-nils']), ['Zw3!marker-of-nils'])
  const neighbour = await loggedIn(roost, NEIGHBOUR)
  await neighbour.ask('g STATUS INBOX (MESSAGES)', /MESSAGES 1\)/)
  assert.equal(await roost.stop(), 0)
  assert.doesNotMatch(roost.output, /kara12345|error/)
})
