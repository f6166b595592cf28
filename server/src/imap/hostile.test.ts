import assert from 'node:assert/strict'
import { imapLimits, imapTimers } from './limits.ts'
import { Client } from './testing/client.ts'
import { PASSWORD, startTestImap, type TestImap } from './testing/server.ts'
import { testOnStores } from './testing/stores.ts'

const loggedIn = async (server: TestImap): Promise<Client> => {
  const client = Client.connect(server)
  await client.line()
  await client.command(`LOGIN ac1@_roost.test "${PASSWORD}"`)
  return client
}

/** Lines that must be answered, after login, with exactly one reply of this kind; the connection goes on. */
const answered: readonly (readonly [string, RegExp])[] = [
  ['', /^\* BAD/],
  ['a', /^a BAD/],
  ['a NOSUCH', /^a BAD/],
  ['* NOOP', /^\* BAD/],
  ['a FETCH 0 FLAGS', /^a BAD/],
  ['a FETCH 2 FLAGS', /^a BAD/],
  ['a FETCH 1,,2 FLAGS', /^a BAD/],
  ['a FETCH 4294967296 FLAGS', /^a BAD/],
  ['a FETCH 1 (FLAGS', /^a BAD/],
  ['a FETCH 1 BODY[', /^a BAD/],
  ['a FETCH 1 BODY[0]', /^a BAD/],
  ['a FETCH 1 BODY[MIME]', /^a BAD/],
  ['a FETCH 1 BODY[HEADER.FIELDS]', /^a BAD/],
  ['a FETCH 1 BODY[HEADER.FIELDS ()]', /^a BAD/],
  ['a FETCH 1 BODY[HEADER.FIELDS ("a b")]', /^a BAD/],
  ['a FETCH 1 BODY[HEADER.FIELDS (A) ]', /^a BAD/],
  ['a FETCH 1 BODY[]<0.0>', /^a BAD/],
  ['a FETCH 1 BODY[]<1>', /^a BAD/],
  [`a FETCH 1 BODY[${'1.'.repeat(2000)}1]`, /^\* 1 FETCH/],
  [`a FETCH 1 (${'BODY[] '.repeat(imapLimits.fetchItems)}BODY[])`, /^a BAD Too many/],
  [`a FETCH ${'1,'.repeat(imapLimits.ranges)}1 FLAGS`, /^a BAD/],
  ['a STORE 1 +FLAGS (\\Nonsense)', /^a BAD/],
  ['a STORE 1 +FLAGS (a%b)', /^a BAD/],
  ['a STORE 1 FLAGS', /^a BAD/],
  [`a STORE 1 +FLAGS (${Array.from({ length: 40 }, (_, i) => `k${i}`).join(' ')})`, /^a NO \[LIMIT\]/],
  [`a STORE 1 +FLAGS (${'k'.repeat(100)})`, /^a BAD/],
  [`a SEARCH ${'NOT '.repeat(1000)}ALL`, /^a BAD/],
  [`a SEARCH ${'OR '.repeat(1000)}ALL`, /^a BAD/],
  [`a SEARCH ${'ALL '.repeat(imapLimits.searchKeys)}ALL`, /^a BAD/],
  ['a SEARCH CHARSET KOI8-R ALL', /^a NO \[BADCHARSET/],
  ['a SEARCH BEFORE 31-Feb-2026', /^a BAD/],
  ['a SEARCH SENTSINCE "yesterday"', /^a BAD/],
  ['a CREATE ""', /^a NO/],
  ['a CREATE "a//b"', /^a NO/],
  ['a CREATE "../../etc/passwd"', /^a NO/],
  ['a CREATE "&AGE-"', /^a BAD/],
  ['a CREATE INBOX', /^a NO \[ALREADYEXISTS\]/],
  [`a CREATE "${'x'.repeat(300)}"`, /^a NO/],
  [`a CREATE "${'x/'.repeat(20)}x"`, /^a NO/],
  [`a UID MOVE 1 ${'x'.repeat(5000)}`, /^a NO \[TRYCREATE\]/],
  [`a SELECT ${'x'.repeat(5000)}`, /^a NO \[NONEXISTENT\]/],
  ['a DELETE INBOX', /^a NO/],
  ['a DELETE none', /^a NO \[NONEXISTENT\]/],
  ['a RENAME none some', /^a NO/],
  [`a LIST "" "${'*a'.repeat(imapLimits.patternBytes / 2)}b"`, /^a BAD/],
  [`a LIST "" (${'"" '.repeat(imapLimits.patternBytes + 1)}"")`, /^a BAD/],
  [`a LIST "" (${Array.from({ length: 11 }, () => `"${'*a'.repeat(50)}"`).join(' ')})`, /^a BAD/],
  ['a SELECT "none', /^a BAD/],
  ['a GETMETADATA "" (/shared/../x/*)', /^a BAD/],
  ['a GETMETADATA none /private/comment', /^a NO/],
  ['a GETMETADATA (DEPTH infinity) "" /private/comment', /^a NO/],
  ['a SETMETADATA "" (/shared/comment "x")', /^a NO \[NOPERM\]/],
  ['a SETMETADATA INBOX (/private/other "x")', /^a NO \[METADATA TOOMANY\]/],
  ['a SETMETADATA INBOX (/private/devicetoken "a b")', /^a NO/],
  [`a SETMETADATA INBOX (/private/devicetoken "${'t'.repeat(4097)}")`, /^a NO \[METADATA MAXSIZE/],
  ['a APPEND INBOX', /^a BAD/],
  ['a APPEND INBOX {0}', /^a NO/],
  ['a APPEND INBOX {31457281}', /^a NO \[TOOBIG\]/],
  ['a APPEND none {5}', /^a NO \[TRYCREATE\]/],
  ['a APPEND INBOX (\\Seen "x") {5}', /^a BAD/],
  ['a APPEND INBOX "not a date" {5}', /^a BAD/],
  ['a APPEND INBOX {102401+', /^a BAD/],
  ['a CREATE {102401}', /^a NO \[TOOBIG\]/],
  ['a CREATE {4294967296}', /^a NO \[TOOBIG\]/],
  ['a UID', /^a BAD/],
  ['a UID NOOP', /^a BAD/],
  ['a IDLE x', /^a BAD/],
  ['a LOGIN x y', /^a BAD/],
]

testOnStores('hostile lines after login are answered once and leave the connection usable', async (open) => {
  await using server = await startTestImap({ open })
  let empty = true
  for (const [line, expected] of answered) {
    const client = await loggedIn(server)
    if (empty) await server.deliver('ac1@_roost.test', 'Subject: x\r\n\r\nb')
    empty = false
    await client.command('SELECT INBOX')
    client.send(`${line}\r\n`)
    assert.match((await client.line()) ?? 'closed', expected, line.slice(0, 60))
    client.send('z NOOP\r\n')
    let reply = await client.line()
    while (reply !== undefined && !reply.startsWith('z ')) reply = await client.line()
    assert.equal(reply, 'z OK NOOP completed', line.slice(0, 60))
    client.close()
  }
})

/** Octets that end the connection. */
const fatal: readonly (readonly [name: string, octets: string])[] = [
  ['an endless line', 'a'.repeat(imapLimits.lineBytes + 1)],
  ['a literal that does not wait and is too big', 'a CREATE {99999999+}\r\n'],
  ['a flood of empty literals', `a X${' {0+}\r\n'.repeat(imapLimits.literals + 1)}`],
  ['twenty bad commands', 'a X\r\n'.repeat(imapLimits.badAfterLogin)],
]

for (const [name, octets] of fatal) {
  testOnStores(`closes on ${name}`, async (open) => {
    await using server = await startTestImap({ open })
    const client = await loggedIn(server)
    client.send(octets)
    assert.match(await client.toEnd(), /\* BYE [^\r]*\r\n$/)
  })
}

/** First lines of strangers. */
for (const [name, octets] of [
  ['HTTP', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['a steered form post', 'POST / HTTP/1.1\r\n\r\na LOGIN x y\r\n'],
  ['SMTP', 'EHLO [127.0.0.1]\r\n'],
  ['an unknown command', 'a XYZZY\r\n'],
  ['three bad commands', 'a LOGIN\r\na LOGIN\r\na LOGIN\r\n'],
  ['an endless line', 'a'.repeat(imapLimits.greetingLineBytes + 1)],
  ['a literal that does not wait', 'a LOGIN {2000+}\r\n'],
] as const) {
  testOnStores(`before login, ${name} closes the connection`, async (open) => {
    await using server = await startTestImap({ open })
    const client = Client.connect(server)
    await client.line()
    client.send(octets)
    const rest = await client.toEnd()
    assert.match(rest, /\* BYE [^\r]*\r\n$/)
    assert.doesNotMatch(rest, / OK /)
  })
}

testOnStores('before login a large literal is refused before it comes', async (open) => {
  await using server = await startTestImap({ open })
  const client = Client.connect(server)
  await client.line()
  assert.deepEqual(await client.command('LOGIN {1025}'), [
    'a NO [TOOBIG] The literal is larger than this server takes.',
  ])
  client.send('a LOGIN {15}\r\n')
  assert.equal(await client.line(), '+ OK')
  client.send('ac1@_roost.test {13}\r\n')
  assert.equal(await client.line(), '+ OK')
  client.send(`${PASSWORD}\r\n`)
  assert.match((await client.line())!, /^a OK \[CAPABILITY /)
})

testOnStores('guessing passwords ends the connection', async (open) => {
  await using server = await startTestImap({ open })
  const client = Client.connect(server)
  await client.line()
  for (let guess = 0; guess < imapLimits.failedLogins; guess++) {
    assert.deepEqual(await client.command('LOGIN ac1@_roost.test wrong'), [
      'a NO [AUTHENTICATIONFAILED] Authentication failed.',
    ])
  }
  client.send('a LOGIN ac1@_roost.test wrong\r\n')
  assert.equal(await client.toEnd(), '* BYE Too many failed logins\r\n')
})

testOnStores('a slow stranger has a minute, however busy; a client has half an hour', async (open) => {
  await using server = await startTestImap({ open })
  const stranger = Client.connect(server)
  const client = await loggedIn(server)
  await stranger.line()
  for (let second = 0; second < imapTimers.login + 2; second++) {
    if (second % 20 === 10) stranger.send('a')
    server.wheel.tick()
    await new Promise(setImmediate)
  }
  assert.match(await stranger.toEnd(), /BYE Too slow to log in/)
  assert.deepEqual(await client.command('NOOP'), ['a OK NOOP completed'])
  for (let second = 0; second < 30 * 60; second++) server.wheel.tick()
  assert.deepEqual(await client.command('NOOP'), ['a OK NOOP completed'])
  for (let second = 0; second < imapTimers.inactivity + 2; second++) server.wheel.tick()
  assert.match(await client.toEnd(), /BYE Disconnected for inactivity/)
  await server.imap.close(500)
  assert.equal(server.wheel.size, 0)
})

testOnStores(
  'over quota: refused before the message comes, and with a literal that does not wait, after it',
  async (open) => {
    await using server = await startTestImap({ open, limits: { mailbox_bytes: 1000 } })
    const client = await loggedIn(server)
    assert.match((await client.command('APPEND INBOX {1001}'))[0]!, /^a NO \[OVERQUOTA\]/)
    const refused = await client.command(`APPEND INBOX {1001+}\r\n${'m'.repeat(1001)}`)
    assert.match(refused[0]!, /^a NO \[OVERQUOTA\]/)
    assert.match(
      (await client.command(`APPEND INBOX {999+}\r\n${'m'.repeat(999)}`))[0]!,
      /^a OK \[APPENDUID /,
    )
    assert.match((await client.command('APPEND INBOX {2}'))[0]!, /^a NO \[OVERQUOTA\]/)
  },
)

testOnStores('a message with NUL is read to its end and refused; the connection goes on', async (open) => {
  await using server = await startTestImap({ open })
  const client = await loggedIn(server)
  const refused = await client.command('APPEND INBOX {6+}\r\na: b\0c')
  assert.deepEqual(refused, ['a NO [CANNOT] A message cannot hold NUL.'])
  assert.match((await client.command('APPEND INBOX {5+}\r\nhello'))[0]!, /^a OK \[APPENDUID [0-9]+ 1\]/)
})

testOnStores('an APPEND that is broken off or followed by something stores nothing', async (open) => {
  await using server = await startTestImap({ open })
  const client = await loggedIn(server)
  assert.match((await client.command('APPEND INBOX {5+}\r\nhello again'))[0]!, /^a BAD/)
  assert.match((await client.command('APPEND INBOX {5+}\r\nhello {5+}\r\nagain')).join(), /a BAD/)
  client.send('a APPEND INBOX {500}\r\n')
  assert.equal(await client.line(), '+ OK')
  client.send('half')
  client.close()
  await new Promise(setImmediate)
  const { id } = server.store.findMailbox(1, 'INBOX')!
  assert.equal(server.store.listMessages(id).length, 0)
})
