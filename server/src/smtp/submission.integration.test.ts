import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { LocalDelivery } from '../delivery/local.ts'
import { type Staging, type Store, StoreBusyError, StoreFullError } from '../store/store.ts'
import { ALICE, BOB, type Fixture, PASSWORD, startSubmission } from './fixture.ts'
import { TestClient } from './test-client.ts'
import { hello, inbox, OK, withClient } from './transcript.ts'

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

  withClient(
    'a mailbox that is full already',
    { limits: { mailbox_bytes: hello.length } },
    async (client) => {
      await client.login(ALICE)
      assert.equal((await client.submit(ALICE, BOB, hello)).at(-1), OK)
      assert.equal((await client.submit(ALICE, BOB, hello))[1], `552 5.2.2 <${BOB}>: mailbox is full`)
    },
  )

  const deliveries: [string, LocalDelivery['deliver'], string][] = [
    ['fails', () => Promise.reject(new Error('no idea')), '451 4.3.0 Internal error, try again later'],
    [
      'finds an account gone',
      async () => [{ ok: false, accountId: 1, reason: 'no-account' }],
      '550 5.1.1 A recipient was deleted meanwhile',
    ],
    [
      'finds a mailbox full',
      async () => [{ ok: false, accountId: 1, reason: 'over-quota' }],
      '552 5.2.2 The mailbox of a recipient is full',
    ],
  ]
  for (const [name, deliver, expected] of deliveries) {
    withClient(`delivery ${name}`, { delivery: () => ({ deliver }) }, async (client) => {
      await client.login(ALICE)
      assert.equal((await client.submit(ALICE, BOB, hello)).at(-1), expected)
      assert.match(await client.ask('NOOP\r\n'), /^250/)
    })
  }

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

  const crowded = (store: Store): Store => ({
    ...store,
    stage: () => ({ size: 0, write: () => Promise.reject(new StoreBusyError('crowded')), discard() {} }),
  })
  withClient('too much arrives at once', { store: crowded }, async (client) => {
    await client.login(ALICE)
    assert.match((await client.submit(ALICE, BOB, hello)).at(-1)!, /^451 4\.3\.2 Too many messages/)
    assert.match(await client.ask('NOOP\r\n'), /^250/)
  })

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
    assert.ok(performance.now() - started < 5000)
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
