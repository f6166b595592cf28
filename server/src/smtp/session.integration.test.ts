import assert from 'node:assert/strict'
import { describe, mock, test } from 'node:test'
import type { Accounts } from '../accounts/accounts.ts'
import { fixedLimits } from '../config/limits.ts'
import { ALICE, BOB, DOMAIN, type Fixture, PASSWORD, startSubmission } from './fixture.ts'
import { TestClient } from './test-client.ts'
import { hello, inbox, OK, withClient } from './transcript.ts'

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
    // smtp-server waits 100 ms; on a busy machine the best of some is what counts
    let best = Number.POSITIVE_INFINITY
    for (let round = 0; round < 8; round += 1) {
      const started = performance.now()
      const plain = await TestClient.plain(fixture.plainPort)
      assert.equal(await plain.reply(), `220 ${DOMAIN} ESMTP`)
      best = Math.min(best, performance.now() - started)
      plain.close()
    }
    assert.ok(best < 60, `${best} ms`)
  })

  withClient('nothing before login', {}, async (client) => {
    await client.reply()
    assert.match(await client.ask(`MAIL FROM:<${ALICE}>\r\n`), /^503/)
    await client.ask('EHLO a\r\n')
    for (const command of [`MAIL FROM:<${ALICE}>`, `RCPT TO:<${BOB}>`, 'DATA']) {
      assert.match(await client.ask(`${command}\r\n`), /^530 5\.7\.0 Log in first$/, command)
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

  withClient('who does not log in has a minute', {}, async (client, fixture) => {
    await client.reply()
    mock.timers.enable({ apis: ['setTimeout'] })
    try {
      const late = await TestClient.plain(fixture.plainPort)
      await late.reply()
      await late.ask('EHLO a\r\n')
      mock.timers.tick(fixedLimits.smtp_login_ms.value - 1)
      assert.match(await late.ask('NOOP\r\n'), /^250/)
      mock.timers.tick(1)
      assert.equal(await late.reply(), '421 4.4.2 No login in time')
      assert.equal(await late.reply(), 'closed')
    } finally {
      mock.timers.reset()
    }
  })

  withClient('wrong passwords: told so, then shown the door', {}, async (client) => {
    await client.reply()
    await client.ask('EHLO a\r\n')
    const wrong = `AUTH PLAIN ${Buffer.from(`\0${ALICE}\0wrong`).toString('base64')}\r\n`
    // five: a library that tries PLAIN and LOGIN, and a person who types twice, is told 535 each time
    for (let count = 1; count < fixedLimits.smtp_failed_logins.value; count += 1)
      assert.equal(await client.ask(wrong), '535 5.7.8 Authentication failed: check address and password')
    assert.match(await client.ask(wrong), /^421 4\.7\.0/)
    assert.equal(await client.reply(), 'closed')
  })

  for (const [name, login] of [
    ['busy', async () => ({ ok: false, reason: 'busy' }) as const],
    ['broken', () => Promise.reject(new Error('disk'))],
  ] as const) {
    const accounts = (real: Accounts): Accounts => ({ ...real, login })
    withClient(`accounts are ${name}: try again`, { accounts }, async (client) => {
      await client.reply()
      await client.ask('EHLO a\r\n')
      const auth = `AUTH PLAIN ${Buffer.from(`\0${ALICE}\0${PASSWORD}`).toString('base64')}\r\n`
      for (let count = 0; count < fixedLimits.smtp_failed_logins.value + 1; count += 1) {
        assert.equal(await client.ask(auth), '454 4.7.0 Login is not possible at the moment, try again soon')
      }
    })
  }

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
