import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { encryptedMessage } from '../policy/sample.ts'
import { ALICE, BOB } from './fixture.ts'
import { hello, inbox, OK, withClient } from './transcript.ts'

describe('message', () => {
  const plain = (from: string): string => `From: <${from}>\r\nSubject: hi\r\n\r\nDear Bob\r\n`
  const table: [string, Buffer | string, string][] = [
    ['encrypted', hello, OK],
    ['clear text', plain(ALICE), '523 Encryption Needed: Invalid Unencrypted Mail'],
    ['another From', encryptedMessage(BOB, 300), `500 Invalid FROM <${BOB}> for <${ALICE}>`],
    [
      'two From',
      encryptedMessage(ALICE, 300, `From: <${BOB}>\r\n`),
      '500 Invalid FROM header: several, exactly one address is required',
    ],
    [
      'no From',
      'Subject: x\r\n\r\nhello\r\n',
      '500 Invalid FROM header: missing, exactly one address is required',
    ],
    [
      'a group as From',
      `From: us: <${ALICE}>;\r\n\r\nx\r\n`,
      '500 Invalid FROM header: malformed, exactly one address is required',
    ],
    [
      'a malformed header',
      `From: <${ALICE}>\r\nno colon\r\n\r\nx\r\n`,
      '500 Failed to parse message: malformed header',
    ],
    [
      'an endless header',
      `From: <${ALICE}>\r\nX: ${'x'.repeat(70_000)}\r\n\r\nx\r\n`,
      '500 Failed to parse message: header too long',
    ],
    ['nothing', '', '500 Invalid FROM header: missing, exactly one address is required'],
    [
      'a bare LF',
      hello.toString('latin1').replace('Version: 1\r\n', 'Version: 1\n'),
      '550 5.6.0 Message refused: lines end with CRLF; bare CR, bare LF and NUL are not allowed',
    ],
    [
      'a bare CR',
      `From: <${ALICE}>\r\n\r\na\rb\r\n`,
      '550 5.6.0 Message refused: lines end with CRLF; bare CR, bare LF and NUL are not allowed',
    ],
    [
      'a NUL',
      `From: <${ALICE}>\r\n\r\na\0b\r\n`,
      '550 5.6.0 Message refused: lines end with CRLF; bare CR, bare LF and NUL are not allowed',
    ],
  ]
  for (const [name, message, expected] of table) {
    withClient(
      `${name}: ${expected.slice(0, 3)}, and the connection goes on`,
      {},
      async (client, fixture) => {
        await client.login(ALICE)
        assert.equal((await client.submit(ALICE, BOB, message)).at(-1), expected)
        assert.equal(inbox(fixture, BOB).length, expected === OK ? 1 : 0)
        assert.equal((await client.submit(ALICE, BOB, hello)).at(-1), OK)
        assert.equal(await client.ask('QUIT\r\n'), '221 2.0.0 Bye')
        assert.equal(await client.reply(), 'closed')
      },
    )
  }

  withClient('smuggled commands stay content', {}, async (client, fixture) => {
    await client.login(ALICE)
    for (const end of ['\n.\n', '\n.\r\n', '\r\n.\n', '\r.\r', '\r\n.\r', '\r\n\0.\r\n', '\r\n.\r\r\n']) {
      const inner = `From: <${ALICE}>\r\n\r\nx${end}MAIL FROM:<${ALICE}>\r\nRCPT TO:<${BOB}>\r\nDATA\r\n`
      const [, , , answer] = await client.submit(ALICE, BOB, Buffer.concat([Buffer.from(inner), hello]))
      assert.match(answer!, /^550 5\.6\.0/, JSON.stringify(end))
      assert.match(await client.ask('NOOP\r\n'), /^250 2\.0\.0 OK/, 'in step')
      await new Promise((resolve) => setTimeout(resolve, 0))
    }
    assert.equal(inbox(fixture, BOB).length, 0)
  })

  withClient('is stored as sent, without what reveals', {}, async (client, fixture) => {
    await client.login(ALICE)
    const header = 'Received: from phone\r\nX-Mailer: y\r\nBcc: <c@x>\r\nDKIM-Signature: v=1;\r\n b=x\r\n'
    assert.equal((await client.submit(ALICE, BOB, Buffer.concat([Buffer.from(header), hello]))).at(-1), OK)
    assert.deepEqual(inbox(fixture, BOB), [hello])
    assert.equal(
      (await client.submit(ALICE, BOB, hello.toString('latin1').replace('[...]', 'The party'))).at(-1),
      OK,
    )
    assert.deepEqual(inbox(fixture, BOB)[1], hello)
  })

  withClient('stuffed dots are taken out', {}, async (client, fixture) => {
    await client.login(ALICE)
    const dotted = hello
      .toString('latin1')
      .replace('Version: 1\r\n', 'Version: 1\r\n')
      .replace('--border\r\n', '.sentence\r\n--border\r\n')
    assert.equal((await client.submit(ALICE, BOB, dotted.replace('.sentence', '..sentence'))).at(-1), OK)
    assert.equal(inbox(fixture, BOB)[0]!.toString('latin1'), dotted)
  })

  withClient('each account gets it once', {}, async (client, fixture) => {
    await client.login(ALICE)
    await client.ask(`MAIL FROM:<${ALICE}>\r\n`)
    for (const to of [BOB, BOB.replace('@', '+x@'), ALICE])
      assert.match(await client.ask(`RCPT TO:<${to}>\r\n`), /^250/)
    await client.ask('DATA\r\n')
    client.send(hello)
    assert.equal(await client.ask('.\r\n'), OK)
    assert.equal(inbox(fixture, BOB).length, 1)
    assert.equal(inbox(fixture, ALICE).length, 1)
  })

  withClient('everything in one packet, ten times', { limits: { burst: 100 } }, async (client, fixture) => {
    await client.login(ALICE)
    const one = Buffer.concat([
      Buffer.from(`MAIL FROM:<${ALICE}>\r\nRCPT TO:<${BOB}>\r\nDATA\r\n`),
      hello,
      Buffer.from('.\r\n'),
    ])
    client.send(Buffer.concat(new Array<Buffer>(10).fill(one)))
    for (let count = 0; count < 10; count += 1) {
      assert.deepEqual(
        [
          await client.reply(),
          await client.reply(),
          (await client.reply()).slice(0, 3),
          await client.reply(),
        ],
        ['250 2.1.0 Sender ok', '250 2.1.5 Recipient ok', '354', OK],
      )
    }
    assert.equal(inbox(fixture, BOB).length, 10)
  })

  withClient('replies to what was pipelined come in one piece', {}, async (client) => {
    await client.login(ALICE)
    const before = client.pieces
    client.send(`MAIL FROM:<${ALICE}>\r\nRCPT TO:<${BOB}>\r\nDATA\r\n`)
    for (let count = 0; count < 3; count += 1) await client.reply()
    assert.equal(client.pieces - before, 1)
  })

  withClient('octet by octet', {}, async (client, fixture) => {
    await client.login(ALICE)
    const small = encryptedMessage(ALICE, 60)
    const all = Buffer.concat([
      Buffer.from(`MAIL FROM:<${ALICE}>\r\nRCPT TO:<${BOB}>\r\nDATA\r\n`),
      small,
      Buffer.from('.\r\n'),
    ])
    for (const octet of all) client.send(Buffer.from([octet]))
    for (let count = 0; count < 3; count += 1) await client.reply()
    assert.equal(await client.reply(), OK)
    assert.deepEqual(inbox(fixture, BOB), [small])
  })

  withClient('25 MiB', {}, async (client, fixture) => {
    await client.login(ALICE)
    const big = encryptedMessage(ALICE, 19 * 1024 * 1024)
    assert.ok(big.length > 25 * 1024 * 1024)
    assert.equal((await client.submit(ALICE, BOB, big)).at(-1), OK)
    assert.ok(inbox(fixture, BOB)[0]!.equals(big))
  })

  withClient('too big, exactly', { limits: { message_bytes: 70_000 } }, async (client, fixture) => {
    await client.login(ALICE)
    const sized = (octets: number): Buffer => {
      const plain = encryptedMessage(ALICE, 40_000)
      return encryptedMessage(ALICE, 40_000, `X: ${'x'.repeat(octets - plain.length - 5)}\r\n`)
    }
    assert.equal(sized(70_000).length, 70_000)
    assert.equal((await client.submit(ALICE, BOB, sized(70_001))).at(-1), '552 Message exceeds maximum size')
    const clear = `From: ${ALICE}\r\n\r\n${'x'.repeat(70_000)}\r\n`
    assert.equal((await client.submit(ALICE, BOB, clear)).at(-1), '552 Message exceeds maximum size')
    assert.equal((await client.submit(ALICE, BOB, sized(70_000))).at(-1), OK)
    assert.equal(inbox(fixture, BOB).length, 1)
  })

  withClient('far too big: the connection ends', { limits: { message_bytes: 70_000 } }, async (client) => {
    await client.login(ALICE)
    client.send(`MAIL FROM:<${ALICE}>\r\nRCPT TO:<${BOB}>\r\nDATA\r\n`)
    for (let count = 0; count < 3; count += 1) await client.reply()
    client.send(Buffer.alloc(1_000_000, 'x'))
    assert.equal(await client.reply(), '552 Message exceeds maximum size')
    assert.equal(await client.reply(), 'closed')
  })
})
