import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { silentLog } from '../log/log.ts'
import { openLmdbStore } from '../store/lmdb/store.ts'
import { Client } from './testing/client.ts'
import { PASSWORD, startTestImap } from './testing/server.ts'

const clock = { now: () => Date.UTC(2026, 0, 2) }

/** Starts the server on `folder`, says the commands one by one, stops it. Returns all lines, joined. */
const session = async (folder: string, ...commands: string[]): Promise<string> => {
  const store = await openLmdbStore(folder, { clock, log: silentLog, mapBytes: 2 ** 28 })
  await using server = await startTestImap({ store })
  const client = Client.connect(server)
  await client.line()
  const lines: string[] = []
  for (const command of [`LOGIN ac1@_roost.test "${PASSWORD}"`, ...commands]) {
    lines.push(...(await client.command(command)))
    assert.match(lines.at(-1)!, /^a OK/, command)
  }
  client.close()
  return lines.join('\n')
}

const number = (text: string, name: string): number => Number(new RegExp(`${name} ([0-9]+)`).exec(text)![1])

test('what a client remembers of a mailbox holds after a restart, and nothing comes back under an old number', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'roost-restart-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const append = 'APPEND INBOX (\\Deleted) {5+}\r\nhello'
  const inbox = 'STATUS INBOX (UIDVALIDITY UIDNEXT HIGHESTMODSEQ MESSAGES)'
  const made = ['CREATE x/y (USE (\\Archive))', 'SUBSCRIBE x', 'STATUS x/y (UIDVALIDITY)']
  const before = await session(
    folder,
    append,
    append,
    append,
    'SELECT INBOX',
    'UID EXPUNGE 2:3',
    inbox,
    ...made,
  )
  const after = await session(
    folder,
    inbox,
    'LIST "" * RETURN (SUBSCRIBED)',
    'STATUS x/y (UIDVALIDITY)',
    'SELECT INBOX',
  )

  const status = (text: string): string => /^\* STATUS INBOX .*$/m.exec(text)![0]
  assert.equal(status(after), status(before))
  assert.equal(number(status(after), 'UIDNEXT'), 4, 'the highest numbers were expunged, not given back')
  assert.equal(number(after, '\\[UIDNEXT'), 4)
  assert.match(
    after,
    /\* LIST \(\\HasChildren \\Subscribed\) "\/" "x"\n\* LIST \(\\HasNoChildren \\Archive\) "\/" "x\/y"/,
  )

  const again = await session(
    folder,
    append,
    'DELETE x/y',
    'CREATE x/y',
    'STATUS x/y (UIDVALIDITY)',
    inbox,
    'LIST "" x/*',
  )
  assert.match(again, /APPENDUID [0-9]+ 4\]/)
  assert.ok(number(status(again), 'HIGHESTMODSEQ') > number(status(before), 'HIGHESTMODSEQ'))
  const validity = (text: string): number => number(/^\* STATUS "x\/y" .*$/m.exec(text)![0], 'UIDVALIDITY')
  assert.equal(validity(after), validity(before))
  assert.ok(validity(again) > validity(before), 'a mailbox made anew is another one')
  assert.match(again, /\* LIST \(\\HasNoChildren\) "\/" "x\/y"/, 'and has no use of the old one')
})
