import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client } from '../testing/client.ts'
import { PASSWORD, startTestImap } from '../testing/server.ts'
import { play, selected } from '../testing/transcript.ts'
import { capabilities } from './capability.ts'

const plainResponse = Buffer.from(`\0ac1@_roost.test\0${PASSWORD}`).toString('base64')
const messages = { short: 'Subject: s\r\n\r\nb\r\n', umlaut: 'Subject: =?utf-8?B?w4RyZ2Vy?=\r\n\r\nb\r\n' }

/** For each capability a conversation that only works when it is there; `clear` and `stranger` are before login. */
const exercises: Readonly<Record<string, string | { readonly clear?: string; readonly stranger?: string }>> =
  {
    IMAP4rev1: `
    D: umlaut
    ${selected('', 1)}
    C: a FETCH 1 (UID RFC822.SIZE)
    S: * 1 FETCH (UID 1 RFC822.SIZE 36)
    S: a OK Fetch completed
    C: a STORE 1 +FLAGS (Ann)
    S: * 1 FETCH (FLAGS (Ann))
    S: a OK Store completed
    C: a SEARCH CHARSET UTF-8 KEYWORD ann SUBJECT {6+}
    C: \u00c3\u00a4rger
    S: * SEARCH 1
    S: a OK Search completed
    C: a SEARCH TEXT "\u00c3\u0084RGER"
    S: * SEARCH 1
    S: a OK Search completed
    C: a SEARCH SUBJECT utf
    S: * SEARCH
    S: a OK Search completed
    C: a COPY 1 INBOX
    S: * 2 EXISTS
    S: a OK [COPYUID …] Copy completed
    C: a CLOSE
    S: a OK Close completed`,
    'LITERAL+': String.raw`
    C: a APPEND {5+}
    C: INBOX (\Seen) {5+}
    C: hello
    S: a OK [APPENDUID … 1] Append completed`,
    'SASL-IR': { stranger: `C: a AUTHENTICATE PLAIN ${plainResponse}\nS: a OK [CAPABILITY …] Logged in` },
    'AUTH=PLAIN': {
      stranger: `
    C: a AUTHENTICATE PLAIN
    S: +${' '}
    C: *
    S: a BAD Authentication cancelled
    C: a authenticate plain
    S: +${' '}
    C: not base64!
    S: a BAD That is not base64
    C: a AUTHENTICATE PLAIN
    S: +${' '}
    C: ${Buffer.from(`\0ac1@_roost.test\0wrong`).toString('base64')}
    S: a NO [AUTHENTICATIONFAILED] …
    C: a AUTHENTICATE PLAIN
    S: +${' '}
    C: ${plainResponse}
    S: a OK [CAPABILITY …] Logged in`,
    },
    LOGINDISABLED: {
      clear: `
    C: a LOGIN ac1@_roost.test "${PASSWORD}"
    S: a NO [PRIVACYREQUIRED] …
    C: a AUTHENTICATE PLAIN
    S: a NO [PRIVACYREQUIRED] …`,
    },
    STARTTLS: { clear: 'C: a STARTTLS\nS: a OK Begin TLS negotiation now' },
    ENABLE: `
    C: a ENABLE X-NOTHING
    S: * ENABLED
    S: a OK Enabled
    C: a ENABLE X-NOTHING CONDSTORE
    S: * ENABLED CONDSTORE
    S: a OK Enabled
    D: short
    ${selected('', 1)}
    C: a STORE 1 +FLAGS.SILENT (Ann)
    S: * 1 FETCH (UID 1 MODSEQ (3))
    S: a OK Store completed`,
    IDLE: `
    ${selected('', 0)}
    C: a IDLE
    S: + idling
    D: short
    S: * 1 EXISTS
    C: DONE
    S: a OK Idle completed`,
    NAMESPACE: `
    C: a NAMESPACE
    S: * NAMESPACE (("" "/")) NIL NIL
    S: a OK Namespace completed`,
    UIDPLUS: String.raw`
    D: short
    D: short
    ${selected('', 2)}
    C: a UID STORE 1:2 FLAGS.SILENT (\Deleted)
    S: a OK Store completed
    C: a UID EXPUNGE 2
    S: * 2 EXPUNGE
    S: a OK Expunge completed
    C: a UID COPY 1 INBOX
    S: * 2 EXISTS
    S: a OK [COPYUID … 1 3] Copy completed`,
    MOVE: `
    D: short
    C: a CREATE x
    S: a OK Create completed
    ${selected('', 1)}
    C: a MOVE 1 x
    S: * OK [COPYUID … 1 1] Moved
    S: * 1 EXPUNGE
    S: a OK Move completed`,
    UNSELECT: String.raw`
    D: short
    ${selected('', 1)}
    C: a STORE 1 FLAGS.SILENT \Deleted
    S: a OK Store completed
    C: a UNSELECT
    S: a OK Unselect completed
    C: a STATUS INBOX (MESSAGES)
    S: * STATUS INBOX (MESSAGES 1)
    S: a OK Status completed`,
    CHILDREN: String.raw`
    C: a CREATE x/y
    S: a OK Create completed
    C: a LIST "" x*
    S: * LIST (\HasChildren) "/" "x"
    S: * LIST (\HasNoChildren) "/" "x/y"
    S: a OK List completed`,
    'LIST-EXTENDED': String.raw`
    C: a CREATE x/y/z
    S: a OK Create completed
    C: a SUBSCRIBE x/y/z
    S: a OK Subscribe completed
    C: a LIST (SUBSCRIBED RECURSIVEMATCH) "" %
    S: * LIST (\HasNoChildren \Subscribed) "/" INBOX
    S: * LIST (\HasChildren) "/" "x" ("CHILDINFO" ("SUBSCRIBED"))
    S: a OK List completed
    C: a LIST "" (INBOX "x/%") RETURN (CHILDREN SUBSCRIBED)
    S: * LIST (\HasNoChildren \Subscribed) "/" INBOX
    S: * LIST (\HasChildren) "/" "x/y"
    S: a OK List completed
    C: a DELETE x/y/z
    S: a OK Delete completed
    C: a LIST (SUBSCRIBED) "" x*
    S: * LIST (\NonExistent \HasNoChildren \Subscribed) "/" "x/y/z"
    S: a OK List completed
    C: a LIST () "" ""
    S: a OK List completed
    C: a LIST (RECURSIVEMATCH) "" *
    S: a BAD …
    C: a LIST (X) "" *
    S: a BAD …`,
    'LIST-STATUS': String.raw`
    D: short
    C: a LIST "" % RETURN (STATUS (MESSAGES UNSEEN) CHILDREN)
    S: * LIST (\HasNoChildren) "/" INBOX
    S: * STATUS INBOX (MESSAGES 1 UNSEEN 1)
    S: a OK List completed`,
    'SPECIAL-USE': String.raw`
    C: a CREATE a/b (USE (\Sent))
    S: a OK Create completed
    C: a LIST "" *
    S: * LIST (\HasNoChildren) "/" INBOX
    S: * LIST (\HasChildren) "/" "a"
    S: * LIST (\HasNoChildren \Sent) "/" "a/b"
    S: a OK List completed
    C: a RENAME a/b c
    S: a OK Rename completed
    C: a LIST (SPECIAL-USE) "" * RETURN (SPECIAL-USE)
    S: * LIST (\HasNoChildren \Sent) "/" "c"
    S: a OK List completed`,
    'CREATE-SPECIAL-USE': String.raw`
    C: a CREATE a (USE (\drafts \Archive))
    S: a OK Create completed
    C: a LIST "" a
    S: * LIST (\HasNoChildren \Drafts \Archive) "/" "a"
    S: a OK List completed
    C: a GETMETADATA a /private/specialuse
    S: * METADATA "a" (/private/specialuse {16}
    S: \Drafts \Archive)
    S: a OK Getmetadata completed
    C: a CREATE b (USE (\All))
    S: a NO [USEATTR] …
    C: a CREATE b (USED (\Sent))
    S: a BAD …`,
    'STATUS=SIZE': `
    D: short
    D: umlaut
    C: a STATUS INBOX (SIZE MESSAGES)
    S: * STATUS INBOX (SIZE 53 MESSAGES 2)
    S: a OK Status completed`,
    ESEARCH: `
    D: short
    D: short
    D: short
    ${selected('', 3)}
    C: a1 SEARCH RETURN (MIN MAX COUNT) 2:3
    S: * ESEARCH (TAG "a1") MIN 2 MAX 3 COUNT 2
    S: a1 OK Search completed
    C: a2 UID SEARCH RETURN () ALL
    S: * ESEARCH (TAG "a2") UID ALL 1:3
    S: a2 OK Search completed
    C: a3 SEARCH RETURN (MIN COUNT ALL) CHARSET UTF-8 SEEN
    S: * ESEARCH (TAG "a3") COUNT 0
    S: a3 OK Search completed
    C: a STORE 1 FLAGS.SILENT (x)
    S: a OK Store completed
    C: a4 SEARCH RETURN (MIN MAX) MODSEQ 1
    S: * ESEARCH (TAG "a4") MIN 1 MAX 3 MODSEQ 5
    S: a4 OK Search completed
    C: a5 SEARCH RETURN (MAX) MODSEQ 1
    S: * ESEARCH (TAG "a5") MAX 3 MODSEQ 4
    S: a5 OK Search completed
    C: a6 SEARCH RETURN (MAX ALL) MODSEQ 1
    S: * ESEARCH (TAG "a6") MAX 3 ALL 1:3 MODSEQ 5
    S: a6 OK Search completed
    C: a SEARCH RETURN (SUM) ALL
    S: a BAD …`,
    CONDSTORE: String.raw`
    D: short
    D: short
    ${selected('', 2)}
    C: a UID FETCH 1:* (MODSEQ)
    S: * 1 FETCH (UID 1 MODSEQ (2))
    S: * 2 FETCH (UID 2 MODSEQ (3))
    S: a OK Fetch completed
    C: a UID STORE 1 (UNCHANGEDSINCE 2) FLAGS.SILENT (\Deleted)
    S: * 1 FETCH (UID 1 MODSEQ (4))
    S: a OK Store completed
    C: a STORE 1:2 (UNCHANGEDSINCE 3) +FLAGS (x)
    S: * 2 FETCH (UID 2 FLAGS (x) MODSEQ (5))
    S: a OK [MODIFIED 1] …
    C: a FETCH 1:2 (UID) (CHANGEDSINCE 4)
    S: * 2 FETCH (MODSEQ (5) UID 2)
    S: a OK Fetch completed
    C: a SEARCH MODSEQ "/flags/\\deleted" all 4 OR DELETED KEYWORD x
    S: * SEARCH 1 2 (MODSEQ 5)
    S: a OK Search completed
    C: a EXPUNGE
    S: * 1 EXPUNGE
    S: a OK [HIGHESTMODSEQ 6] Expunge completed
    C: a STATUS INBOX (HIGHESTMODSEQ)
    S: * STATUS INBOX (HIGHESTMODSEQ 6)
    S: a OK Status completed`,
    QUOTA: `
    C: a GETQUOTAROOT INBOX
    S: * QUOTAROOT INBOX "User quota"
    S: * QUOTA "User quota" (STORAGE 0 512000)
    S: a OK Getquotaroot completed
    C: a SETQUOTA "User quota" (STORAGE 1)
    S: a NO [NOPERM] …`,
    METADATA: `
    C: a SETMETADATA INBOX (/private/comment {2+}
    C: hi )
    S: a OK Setmetadata completed
    C: a GETMETADATA (MAXSIZE 1) INBOX (/private/comment /shared/comment)
    S: * METADATA INBOX (/shared/comment NIL)
    S: a OK [METADATA LONGENTRIES 2] Getmetadata completed`,
    XCHATMAIL: `
    C: a GETMETADATA "" /shared/vendor/deltachat/maxsmtprecipients
    S: * METADATA "" (/shared/vendor/deltachat/maxsmtprecipients {4}
    S: 1000)
    S: a OK Getmetadata completed`,
    XDELTAPUSH: `
    C: a SETMETADATA INBOX (/private/devicetoken "one")
    S: a OK Setmetadata completed
    C: a GETMETADATA INBOX /private/devicetoken
    S: * METADATA INBOX (/private/devicetoken {3}
    S: one)
    S: a OK Getmetadata completed`,
  }

for (const [name, exercise] of Object.entries(exercises)) {
  test(`${name} does what it promises`, async () => {
    const { clear, stranger } = typeof exercise === 'string' ? {} : exercise
    if (clear !== undefined) await play(clear, { loggedIn: false, secure: false, upgradable: true })
    else if (stranger !== undefined) await play(stranger, { loggedIn: false })
    else await play(exercise as string, { messages })
  })
}

const upgradable = { tls: { upgrade: () => Promise.reject(new Error('no handshake in this test')) } }

/** What a client is told in each state, in the greeting or by CAPABILITY. */
const advertised = async (state: 'clear' | 'clear-tls' | 'stranger' | 'authenticated' | 'selected') => {
  await using server = await startTestImap(state === 'clear-tls' ? { deps: upgradable } : {})
  const client = Client.connect(server, !state.startsWith('clear'))
  const greeting = (await client.line())!
  const before = /^\* OK \[(CAPABILITY [^\]]*)\]/.exec(greeting)![1]!
  if (state === 'authenticated' || state === 'selected') {
    const loggedIn = (await client.command(`LOGIN ac1@_roost.test "${PASSWORD}"`)).at(-1)!
    const now = /^a OK \[(CAPABILITY [^\]]*)\]/.exec(loggedIn)![1]!
    if (state === 'selected') await client.command('SELECT INBOX')
    assert.equal((await client.command('CAPABILITY'))[0], `* ${now}`)
    return now.split(' ').slice(1)
  }
  assert.equal((await client.command('CAPABILITY'))[0], `* ${before}`)
  return before.split(' ').slice(1)
}

test('what is advertised in any state is exercised above, and nothing else is', async () => {
  const seen = new Set<string>()
  for (const state of ['clear', 'clear-tls', 'stranger', 'authenticated', 'selected'] as const) {
    const names = await advertised(state)
    assert.equal(new Set(names).size, names.length, `${state}: each once`)
    for (const name of names) seen.add(name)
    for (const [name] of capabilities) assert.ok(names.includes(name), `${name} in ${state}`)
    assert.equal(names.includes('LOGINDISABLED'), state.startsWith('clear'), state)
    assert.equal(names.includes('AUTH=PLAIN'), state === 'stranger', state)
    assert.equal(names.includes('STARTTLS'), state === 'clear-tls', state)
  }
  assert.deepEqual([...seen].sort(), Object.keys(exercises).sort())
})
