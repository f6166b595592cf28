import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { fixedLimits } from '../config/limits.ts'
import { encryptedMessage } from '../policy/sample.ts'
import { type Staging, type Store, StoreFullError } from '../store/store.ts'
import { ALICE, BOB, DOMAIN, type Fixture, PASSWORD, startSubmission } from './fixture.ts'
import { TestClient } from './test-client.ts'

const hello = encryptedMessage(ALICE, 3000)
const OK = '250 2.0.0 Stored'

const inbox = (fixture: Fixture, address: string): Buffer[] => {
  const { store } = fixture
  const box = store.findMailbox(store.findAccount(address)!.id, 'INBOX')!
  return store.listMessages(box.id).map((entry) => {
    const content = store.content(entry)!
    return Buffer.concat([...content.read(0, content.size)])
  })
}

/** Runs `steps` on one connection to a fresh service. */
const withClient = (
  name: string,
  options: Parameters<typeof startSubmission>[0],
  steps: (client: TestClient, fixture: Fixture) => Promise<void>,
): void => {
  test(name, { timeout: 20_000 }, async () => {
    const fixture = await startSubmission(options)
    const client = await TestClient.tls(fixture.tlsPort)
    try {
      await steps(client, fixture)
    } finally {
      client.close()
      await fixture.close()
    }
  })
}

describe('session', () => {
  withClient('greets at once and says what it can', {}, async (client, fixture) => {
    assert.equal(await client.reply(), `220 ${DOMAIN} ESMTP`)
    assert.deepEqual((await client.ask('EHLO [127.0.0.1]\r\n')).split('\n'), [
      `250-${DOMAIN}`,
      '250-PIPELINING',
      '250-8BITMIME',
      '250-SMTPUTF8',
      '250-ENHANCEDSTATUSCODES',
      '250-SIZE 31457280',
      '250 AUTH PLAIN LOGIN',
    ])
    const started = performance.now()
    const plain = await TestClient.plain(fixture.plainPort)
    assert.equal(await plain.reply(), `220 ${DOMAIN} ESMTP`)
    // the library's own wait is 100 ms
    assert.ok(performance.now() - started < 60)
    plain.close()
  })

  withClient('nothing before login', {}, async (client) => {
    await client.reply()
    assert.match(await client.ask(`MAIL FROM:<${ALICE}>\r\n`), /^503/)
    await client.ask('EHLO a\r\n')
    for (const command of [`MAIL FROM:<${ALICE}>`, `RCPT TO:<${BOB}>`, 'DATA']) {
      assert.match(await client.ask(`${command}\r\n`), /^530 5\.7\.0/, command)
    }
  })

  withClient('strangers have few commands', {}, async (client) => {
    await client.reply()
    await client.ask('EHLO a\r\n')
    for (let count = 2; count < fixedLimits.smtp_commands_before_login.value; count += 1) {
      assert.match(await client.ask('NOOP\r\n'), /^250/)
    }
    assert.match(await client.ask('NOOP\r\n'), /^421/)
    assert.equal(await client.reply(), 'closed')
  })

  withClient('wrong passwords: told so, then shown the door', {}, async (client) => {
    await client.reply()
    await client.ask('EHLO a\r\n')
    const wrong = `AUTH PLAIN ${Buffer.from(`\0${ALICE}\0wrong`).toString('base64')}\r\n`
    assert.equal(await client.ask(wrong), '535 5.7.8 Authentication failed: check address and password')
    assert.match(await client.ask(wrong), /^535/)
    assert.match(await client.ask(wrong), /^421 4\.7\.0/)
    assert.equal(await client.reply(), 'closed')
  })

  withClient('AUTH LOGIN, and AUTH PLAIN in two steps', {}, async (client, fixture) => {
    const base64 = (text: string): string => `${Buffer.from(text).toString('base64')}\r\n`
    await client.reply()
    await client.ask('EHLO a\r\n')
    assert.equal(await client.ask('AUTH LOGIN\r\n'), '334 VXNlcm5hbWU6')
    assert.equal(await client.ask(base64(ALICE)), '334 UGFzc3dvcmQ6')
    assert.match(await client.ask(base64(PASSWORD)), /^235/)
    const other = await TestClient.tls(fixture.tlsPort)
    await other.reply()
    await other.ask('EHLO a\r\n')
    assert.match(await other.ask('AUTH PLAIN\r\n'), /^334/)
    assert.match(await other.ask(base64(`\0${ALICE}\0${PASSWORD}`)), /^235/)
    other.close()
  })

  for (const first of ['GET / HTTP/1.1', 'a001 LOGIN x y', 'SSH-2.0-OpenSSH_9', '\x16\x03\x01\x02', '']) {
    withClient(`another protocol: ${JSON.stringify(first)}`, {}, async (client) => {
      await client.reply()
      assert.match(await client.ask(`${first}\r\nEHLO a\r\n`), /^[45]\d\d/)
      assert.equal(await client.reply(), 'closed')
    })
  }

  for (const line of [
    'NOOP\n',
    'NOOP\rNOOP\r\n',
    'NOOP\0\r\n',
    '\n',
    `MAIL FROM:<${ALICE}>\rRCPT TO:<${BOB}>\r\n`,
  ]) {
    withClient(`bare octets in a command: ${JSON.stringify(line)}`, {}, async (client) => {
      await client.login(ALICE)
      assert.match(await client.ask(line), /^500 5\.5\.2/)
      assert.equal(await client.reply(), 'closed')
    })
  }

  withClient('a command line has a bound', {}, async (client) => {
    await client.login(ALICE)
    const limit = fixedLimits.smtp_command_bytes.value
    assert.match(await client.ask(`NOOP ${'x'.repeat(limit - 6)}\r\n`), /^250/)
    assert.match(await client.ask(`NOOP ${'x'.repeat(limit)}\r\n`), /^421/)
    assert.equal(await client.reply(), 'closed')
  })

  withClient('VRFY tells nothing', {}, async (client) => {
    await client.login(ALICE)
    const known = await client.ask(`VRFY ${BOB}\r\n`)
    assert.match(known, /^252 2\.0\.0 /)
    assert.equal(await client.ask('VRFY nobody@example.org\r\n'), known)
  })

  withClient('commands of the library that are not for clients', {}, async (client) => {
    await client.login(ALICE)
    for (const command of ['WIZ x', 'SHELL', 'KILL', 'XCLIENT ADDR=127.0.0.1', 'XFORWARD ADDR=127.0.0.1']) {
      assert.match(await client.ask(`${command}\r\n`), /^500/, command)
    }
  })
})

describe('STARTTLS', () => {
  const plain = (name: string, steps: (client: TestClient, fixture: Fixture) => Promise<void>): void => {
    test(name, { timeout: 20_000 }, async () => {
      const fixture = await startSubmission()
      const client = await TestClient.plain(fixture.plainPort)
      try {
        await client.reply()
        await steps(client, fixture)
      } finally {
        client.close()
        await fixture.close()
      }
    })
  }

  plain('is offered instead of AUTH, and AUTH is refused before it', async (client) => {
    const features = await client.ask('EHLO a\r\n')
    assert.match(features, /STARTTLS/)
    assert.doesNotMatch(features, /AUTH/)
    assert.match(await client.ask('AUTH PLAIN AGEAYg==\r\n'), /^538/)
    assert.match(await client.ask(`MAIL FROM:<${ALICE}>\r\n`), /^530/)
  })

  plain('then everything works', async (client, fixture) => {
    await client.ask('EHLO a\r\n')
    assert.match(await client.ask('STARTTLS\r\n'), /^220/)
    client.secure()
    const features = await client.ask('EHLO a\r\n')
    assert.match(features, /AUTH PLAIN/)
    assert.doesNotMatch(features, /STARTTLS/)
    assert.match(
      await client.ask(`AUTH PLAIN ${Buffer.from(`\0${ALICE}\0${PASSWORD}`).toString('base64')}\r\n`),
      /^235/,
    )
    assert.equal((await client.submit(ALICE, BOB, hello)).at(-1), OK)
    assert.equal(inbox(fixture, BOB).length, 1)
  })

  for (const injected of ['NOOP\r\n', 'EHLO evil\r\nRSET\r\n', 'R', '\n']) {
    plain(`commands behind it close the connection: ${JSON.stringify(injected)}`, async (client) => {
      await client.ask('EHLO a\r\n')
      assert.match(await client.ask(`STARTTLS\r\n${injected}`), /^421 4\.7\.0/)
      assert.equal(await client.reply(), 'closed')
    })
  }
})

describe('envelope', () => {
  const table: [string, string, string[]][] = [
    [
      'a forged sender is refused at RCPT',
      BOB,
      [`553 5.7.1 <${BOB}>: Sender address rejected: not owned by the logged-in user`],
    ],
    ['the empty sender too', '', ['500 Invalid from address <>']],
    ['two @', 'a@b@c', ['500 Invalid from address <a@b@c>']],
  ]
  for (const [name, sender, expected] of table) {
    withClient(name, {}, async (client) => {
      await client.login(ALICE)
      const mail = await client.ask(`MAIL FROM:<${sender}>\r\n`)
      const replies = mail.startsWith('250') ? [await client.ask(`RCPT TO:<${BOB}>\r\n`)] : [mail]
      assert.deepEqual(replies, expected)
      assert.match(await client.ask('DATA\r\n'), /^(503|554) 5\.5\.1/)
    })
  }

  withClient('letter case of the sender does not matter', {}, async (client) => {
    await client.login(ALICE)
    const upper = ALICE.toUpperCase()
    assert.equal((await client.submit(upper, BOB.toUpperCase(), encryptedMessage(upper, 300))).at(-1), OK)
  })

  withClient('recipients', { limits: { recipients: 1 } }, async (client) => {
    await client.login(ALICE)
    const rcpt = (address: string): Promise<string> => client.ask(`RCPT TO:<${address}>\r\n`)
    assert.equal(await rcpt(BOB), '503 5.5.1 MAIL command comes first')
    assert.equal(await client.ask('DATA\r\n'), '503 5.5.1 MAIL command comes first')
    assert.equal(await client.ask(`MAIL FROM:<${ALICE}> BODY=8BITMIME SMTPUTF8\r\n`), '250 2.1.0 Sender ok')
    assert.equal(await client.ask(`MAIL FROM:<${ALICE}>\r\n`), '503 5.5.1 Nested MAIL command')
    assert.equal(await client.ask('DATA\r\n'), '554 5.5.1 No valid recipients')
    assert.equal(await rcpt(`nobody@${DOMAIN}`), `550 5.1.1 <nobody@${DOMAIN}>: no such account here`)
    assert.equal(
      await rcpt('eve@example.org'),
      '550 5.7.1 <eve@example.org>: this relay does not deliver to other servers yet',
    )
    assert.match(await rcpt(''), /^501 5\.1\.3/)
    assert.match(await client.ask('RCPT TO:bob\r\n'), /^501 5\.1\.3/)
    assert.equal(await rcpt(BOB), '250 2.1.5 Recipient ok')
    assert.equal(await rcpt(BOB.replace('@', '+home@')), '250 2.1.5 Recipient ok')
    assert.equal(await rcpt(ALICE), '452 4.5.3 Too many recipients')
    assert.match(await client.ask('RSET\r\n'), /^250/)
    assert.equal(await client.ask('DATA\r\n'), '503 5.5.1 MAIL command comes first')
  })

  withClient('who asks for many names is shown the door', {}, async (client) => {
    await client.login(ALICE)
    await client.ask(`MAIL FROM:<${ALICE}>\r\n`)
    const limit = fixedLimits.smtp_refused_recipients.value
    client.send(`RCPT TO:<nobody@${DOMAIN}>\r\n`.repeat(limit + 10))
    for (let count = 0; count < limit; count += 1) assert.match(await client.reply(), /^550/)
    assert.match(await client.reply(), /^421/)
    assert.equal(await client.reply(), 'closed')
  })

  withClient('the rate is told at RCPT', { clock: { now: () => 1_000_000_000_000 } }, async (client) => {
    await client.login(ALICE)
    for (let count = 0; count < 10; count += 1)
      assert.equal((await client.submit(ALICE, BOB, hello)).at(-1), OK)
    const [mail, rcpt] = await client.submit(ALICE, BOB, hello)
    assert.equal(mail, '250 2.1.0 Sender ok')
    assert.equal(rcpt, `450 4.7.1: Too much mail from ${ALICE}, rate limited until: 2001-09-09T01:46:41.000Z`)
  })

  withClient('announced size', { limits: { message_bytes: 70_000 } }, async (client) => {
    await client.login(ALICE)
    assert.equal(await client.ask(`MAIL FROM:<${ALICE}> SIZE=70001\r\n`), '552 Message exceeds maximum size')
    assert.match(await client.ask(`MAIL FROM:<${ALICE}> SIZE=x\r\n`), /^501/)
    assert.match(await client.ask(`MAIL FROM:<${ALICE}> SIZE=70000\r\n`), /^250/)
  })
})

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

describe('store', () => {
  withClient('a full mailbox', { limits: { mailbox_bytes: 8_000 } }, async (client, fixture) => {
    await client.login(ALICE)
    assert.equal((await client.submit(ALICE, BOB, hello)).at(-1), OK)
    assert.equal(
      (await client.submit(ALICE, BOB, hello)).at(-1),
      '552 5.2.2 The mailbox of a recipient is full',
    )
    await client.ask(`MAIL FROM:<${ALICE}>\r\n`)
    await client.ask(`RCPT TO:<${ALICE}>\r\n`)
    await client.ask(`RCPT TO:<${BOB}>\r\n`)
    await client.ask('DATA\r\n')
    client.send(hello)
    assert.equal(await client.ask('.\r\n'), '552 5.2.2 The mailbox of a recipient is full')
    // all or nobody
    assert.equal(inbox(fixture, ALICE).length, 0)
  })

  const full = (store: Store, where: 'write' | 'deliver'): Store => {
    let broken = true
    const stage = (): Staging => {
      const staging = store.stage()
      if (!broken || where === 'deliver') return staging
      broken = false
      return {
        get size() {
          return staging.size
        },
        write: () => Promise.reject(new StoreFullError('full')),
        discard: () => staging.discard(),
      }
    }
    return new Proxy(store, {
      get(target, name) {
        if (name === 'stage') return stage
        if (name === 'deliver' && where === 'deliver' && broken) {
          broken = false
          return () => Promise.reject(new StoreFullError('full'))
        }
        const value = Reflect.get(target, name) as unknown
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  }
  for (const where of ['write', 'deliver'] as const) {
    withClient(
      `a full disk at ${where}`,
      { store: (store) => full(store, where) },
      async (client, fixture) => {
        await client.login(ALICE)
        assert.equal(
          (await client.submit(ALICE, BOB, hello)).at(-1),
          '452 4.3.1 The disk of this relay is full, try again later',
        )
        assert.equal(inbox(fixture, BOB).length, 0)
        assert.equal((await client.submit(ALICE, BOB, hello)).at(-1), OK)
      },
    )
  }

  withClient(
    '250 comes after delivery resolved',
    {
      delivery: (real) => ({
        async deliver(staging, recipients) {
          await new Promise((resolve) => setTimeout(resolve, 150))
          return await real.deliver(staging, recipients)
        },
      }),
    },
    async (client, fixture) => {
      await client.login(ALICE)
      const started = performance.now()
      const done = client.submit(ALICE, BOB, hello)
      assert.equal(inbox(fixture, BOB).length, 0)
      assert.equal((await done).at(-1), OK)
      assert.ok(performance.now() - started >= 149)
      assert.equal(inbox(fixture, BOB).length, 1)
    },
  )
})

describe('leaving', () => {
  withClient('idle connections hear 421', {}, async (client, fixture) => {
    await client.login(ALICE)
    const closed = fixture.handler.close(2000)
    assert.match(await client.reply(), /^421 4\.3\.2/)
    assert.equal(await client.reply(), 'closed')
    client.close()
    await closed
  })

  withClient('a message under way is finished first', {}, async (client, fixture) => {
    await client.login(ALICE)
    client.send(`MAIL FROM:<${ALICE}>\r\nRCPT TO:<${BOB}>\r\nDATA\r\n`)
    for (let count = 0; count < 3; count += 1) await client.reply()
    client.send(hello.subarray(0, 1000))
    const closed = fixture.handler.close(5000)
    client.send(hello.subarray(1000))
    assert.equal(await client.ask('.\r\n'), OK)
    assert.match(await client.reply(), /^421/)
    client.close()
    await closed
    assert.equal(inbox(fixture, BOB).length, 1)
  })

  withClient('a silent client does not hold the server', {}, async (client, fixture) => {
    await client.login(ALICE)
    client.send(`MAIL FROM:<${ALICE}>\r\nRCPT TO:<${BOB}>\r\nDATA\r\n`)
    for (let count = 0; count < 3; count += 1) await client.reply()
    const started = performance.now()
    await fixture.handler.close(100)
    assert.ok(performance.now() - started < 1000)
  })

  withClient('a message cut off is forgotten', {}, async (client, fixture) => {
    await client.login(ALICE)
    client.send(`MAIL FROM:<${ALICE}>\r\nRCPT TO:<${BOB}>\r\nDATA\r\n`)
    for (let count = 0; count < 3; count += 1) await client.reply()
    client.send(hello)
    client.close()
    await fixture.handler.close(1000)
    assert.equal(inbox(fixture, BOB).length, 0)
  })
})

describe('many at once', () => {
  let fixture: Fixture
  before(async () => {
    fixture = await startSubmission({ limits: { burst: 1000 } })
  })
  after(() => fixture.close())
  test('twenty connections, ten messages each', { timeout: 30_000 }, async () => {
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const client = await TestClient.tls(fixture.tlsPort)
        await client.login(ALICE)
        for (let count = 0; count < 10; count += 1)
          assert.equal((await client.submit(ALICE, BOB, hello)).at(-1), OK)
        assert.match(await client.ask('QUIT\r\n'), /^221/)
        client.close()
      }),
    )
    assert.equal(inbox(fixture, BOB).length, 200)
  })

  test('nodemailer', { timeout: 20_000 }, async () => {
    const { createTransport } = await import('nodemailer')
    for (const options of [
      { port: fixture.tlsPort, secure: true },
      { port: fixture.plainPort, requireTLS: true },
    ]) {
      const transport = createTransport({
        host: '127.0.0.1',
        auth: { user: ALICE, pass: PASSWORD },
        tls: { rejectUnauthorized: false },
        ...options,
      })
      const before = inbox(fixture, BOB).length
      await transport.sendMail({ envelope: { from: ALICE, to: [BOB] }, raw: hello })
      assert.equal(inbox(fixture, BOB).length, before + 1)
      await assert.rejects(
        transport.sendMail({ from: ALICE, to: BOB, subject: 'hi', text: 'clear text' }),
        /523 Encryption Needed: Invalid Unencrypted Mail/,
      )
      transport.close()
    }
  })
})
