import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Log } from '../log/log.ts'
import { silentLog } from '../log/log.ts'
import { Client } from './testing/client.ts'
import { PASSWORD, startTestImap } from './testing/server.ts'

/** Real commands; each round changes some octets of one of them. */
const seeds = [
  'LOGIN "user" "pass"',
  'AUTHENTICATE PLAIN AGEAYg==',
  'SELECT "INBOX" (CONDSTORE)',
  'UID FETCH 1:500 (UID RFC822.SIZE BODY.PEEK[HEADER.FIELDS (MESSAGE-ID DATE)])',
  'FETCH 1,2:* (FLAGS BODY[1.2.MIME]<0.10> ENVELOPE BODYSTRUCTURE INTERNALDATE) (CHANGEDSINCE 1)',
  'FETCH 1 FULL',
  'UID STORE 1:* (UNCHANGEDSINCE 7) +FLAGS.SILENT (\\Deleted $kw)',
  'STORE 1 FLAGS \\Seen',
  'SEARCH CHARSET UTF-8 OR (FROM "x" NOT SEEN) SENTSINCE 1-Jan-2026 UID 1:* HEADER X "y" LARGER 3',
  'UID SEARCH MODSEQ "/flags/\\\\seen" all 3',
  'LIST "a/" "%*b"',
  'LSUB "" %',
  'CREATE "a/&U,BTFw-"',
  'RENAME "a" "b/c"',
  'DELETE a',
  'STATUS INBOX (MESSAGES UIDNEXT UNSEEN)',
  'APPEND INBOX (\\Seen) " 1-Jan-2026 00:00:00 +0000" {5+}\r\nhello',
  'UID COPY 1:* INBOX',
  'MOVE 1 "a"',
  'GETMETADATA (MAXSIZE 10) "" (/shared/comment /private/comment)',
  'SETMETADATA INBOX (/private/devicetoken "1111" /private/comment {2+}\r\nhi)',
  'GETQUOTA "User quota"',
  'SETQUOTA "" (STORAGE 1)',
  'IDLE\r\nDONE',
  'ENABLE CONDSTORE',
  'UID EXPUNGE 1:3',
]

const alphabet = ' ()[]{}<>"\\*%,:+-&~/\r\n\0\x7f\xff019aZ'

const rounds = 400

for (const state of ['not-authenticated', 'authenticated', 'selected'] as const) {
  test(`changed commands in the state ${state} are answered and never our fault`, async () => {
    const faults: string[] = []
    const log: Log = { ...silentLog, error: (event, fields) => void faults.push(`${event} ${fields?.error}`) }
    await using server = await startTestImap({ deps: { log } })
    await server.store.createAccount('ac1@_roost.test', '-', 1)
    let random = state.length
    const next = (below: number): number => {
      random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0
      return (random >>> 8) % below
    }
    for (let round = 0; round < rounds; round++) {
      if (round % 100 === 0) await server.deliver('ac1@_roost.test', 'From: x\r\n\r\nbody\r\n')
      let text = seeds[next(seeds.length)]!
      for (let change = next(4); change >= 0; change--) {
        const at = next(text.length)
        const char = alphabet[next(alphabet.length)]!
        const kind = next(4)
        if (kind === 0) text = text.slice(0, at) + char + text.slice(at)
        else if (kind === 1) text = text.slice(0, at) + text.slice(at + 1)
        else if (kind === 2) text = text.slice(0, at) + char + text.slice(at + 1)
        else text = text.slice(0, at) + text.slice(next(text.length))
      }
      const client = Client.connect(server)
      await client.line()
      if (state !== 'not-authenticated') await client.command(`LOGIN ac1@_roost.test "${PASSWORD}"`)
      if (state === 'selected') await client.command('SELECT INBOX')
      client.send(`a ${text}\r\n`)
      client.close()
      const said = await client.toEnd()
      assert.doesNotMatch(said, /SERVERBUG/, JSON.stringify(text))
      assert.deepEqual(faults, [], JSON.stringify(text))
    }
    assert.equal(server.imap.connections, 0)
    assert.equal(server.notifier.size, 0)
    assert.equal(server.wheel.size, 0)
  })
}
