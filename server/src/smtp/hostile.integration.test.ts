import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { describe, test } from 'node:test'
import { encryptedMessage } from '../policy/sample.ts'
import type { Staging, Store } from '../store/store.ts'
import { ALICE, BOB, PASSWORD, startSubmission } from './fixture.ts'
import { TestClient } from './test-client.ts'

/** A repeatable source of small numbers. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return (state >>> 8) % below
  }
}

const words = [
  'EHLO a\r\n',
  'HELO a\r\n',
  'NOOP\r\n',
  'RSET\r\n',
  'VRFY x\r\n',
  'AUTH PLAIN\r\n',
  'AUTH LOGIN\r\n',
  'AUTH PLAIN =\r\n',
  'STARTTLS\r\n',
  `MAIL FROM:<${ALICE}>\r\n`,
  'MAIL FROM:<>\r\n',
  'MAIL FROM:<@a,@b:c@d> SIZE=99999999999999999999\r\n',
  'MAIL\r\n',
  `RCPT TO:<${BOB}>\r\n`,
  'RCPT TO:<x@[IPv6:::1]> NOTIFY=\r\n',
  'RCPT TO:\r\n',
  'DATA\r\n',
  'DATA x\r\n',
  `From: <${ALICE}>\r\n\r\n`,
  '.\r\n',
  '..\r\n',
  'BDAT 10\r\n',
  'HELP\r\n',
  '__proto__ x\r\n',
  'constructor\r\n',
  '\u00ff\u00fe\r\n',
  ' \r\n',
]

describe('hostile input', () => {
  for (const state of ['stranger', 'logged in', 'in a message'] as const) {
    test(`random commands as ${state} never break the service`, { timeout: 60_000 }, async () => {
      const fixture = await startSubmission({ limits: { burst: 100_000 } })
      try {
        for (let seed = 1; seed <= 40; seed += 1) {
          const next = numbers(seed * 7919)
          const client = await TestClient.tls(fixture.tlsPort)
          if (state === 'stranger') await client.reply()
          else await client.login(ALICE)
          if (state === 'in a message') client.send(`MAIL FROM:<${ALICE}>\r\nRCPT TO:<${BOB}>\r\nDATA\r\n`)
          let text = ''
          for (let count = 0; count < 30; count += 1) {
            const word = words[next(words.length)]!
            const cut = next(8) === 0 ? next(word.length) : word.length
            text += next(12) === 0 ? String.fromCharCode(next(256)) + word : word.slice(0, cut)
          }
          for (let at = 0; at < text.length; ) {
            const length = 1 + next(60)
            client.send(Buffer.from(text.slice(at, at + length), 'latin1'))
            at += length
          }
          // whatever state that left: the end of a message, then good-bye
          client.send('\r\n.\r\n*\r\nQUIT\r\nQUIT\r\n')
          for (let reply = ''; reply !== 'closed' && !reply.startsWith('221'); reply = await client.reply()) {
            assert.match(reply, /^$|^\d{3}(?:[ -]|$)/)
          }
          client.close()
        }
        const client = await TestClient.tls(fixture.tlsPort)
        await client.login(ALICE)
        assert.equal(
          (await client.submit(ALICE, BOB, encryptedMessage(ALICE, 100))).at(-1),
          '250 2.0.0 Stored',
        )
        client.close()
      } finally {
        await fixture.close()
      }
    })
  }

  test('a slow disk slows the sender down instead of filling memory', { timeout: 60_000 }, async () => {
    let waiting = 0
    let most = 0
    let taken = 0
    const slow = (store: Store): Store =>
      new Proxy(store, {
        get(target, name) {
          if (name === 'stage') {
            return (): Staging => {
              const staging = store.stage()
              const write = staging.write.bind(staging)
              staging.write = async (chunk) => {
                waiting += chunk.length
                most = Math.max(most, waiting)
                await new Promise((resolve) => setTimeout(resolve, 2))
                waiting -= chunk.length
                taken += chunk.length
                await write(chunk)
              }
              return staging
            }
          }
          const value = Reflect.get(target, name) as unknown
          return typeof value === 'function' ? value.bind(target) : value
        },
      })
    const fixture = await startSubmission({ store: slow })
    const client = await TestClient.tls(fixture.tlsPort)
    try {
      await client.login(ALICE)
      const message = encryptedMessage(ALICE, 4_000_000)
      assert.equal((await client.submit(ALICE, BOB, message)).at(-1), '250 2.0.0 Stored')
      assert.equal(taken, message.length)
      assert.ok(most <= 128 * 1024, `${most} octets at once`)
    } finally {
      client.close()
      await fixture.close()
    }
  })

  test('a client that asks and never reads is not served on credit', { timeout: 60_000 }, async () => {
    const fixture = await startSubmission()
    const served: Socket[] = []
    const server = createServer((socket) => {
      served.push(socket)
      fixture.handler.handle(socket, { secure: true, id: 1 })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1').pause()
    try {
      const login = Buffer.from(`\0${ALICE}\0${PASSWORD}`).toString('base64')
      // 16 MB of questions, 340 MB of answers
      const questions = `EHLO a\r\nAUTH PLAIN ${login}\r\n${'EHLO a\r\n'.repeat(2_000_000)}`
      client.write(questions)
      let before = -1
      while (served[0] === undefined || served[0].bytesRead > before) {
        before = served[0]?.bytesRead ?? -1
        await new Promise((resolve) => setTimeout(resolve, 700))
      }
      assert.ok(served[0].bytesRead > 10_000, 'it is served at first')
      assert.ok(served[0].bytesRead < questions.length / 2, 'it is read on')
      assert.ok(served[0].writableLength < 2 ** 20, `${served[0].writableLength} octets of answers held`)
    } finally {
      client.destroy()
      server.close()
      await fixture.close()
    }
  })

  test('dots cost no more than five times what base64 costs', { timeout: 60_000 }, async () => {
    const fixture = await startSubmission()
    const client = await TestClient.tls(fixture.tlsPort)
    try {
      await client.login(ALICE)
      const time = async (line: string): Promise<number> => {
        const message = Buffer.from(`From: <${ALICE}>\r\n\r\n${line.repeat(8_000_000 / line.length)}`)
        let best = Number.POSITIVE_INFINITY
        for (let round = 0; round < 3; round += 1) {
          const started = performance.now()
          await client.submit(ALICE, BOB, message)
          best = Math.min(best, performance.now() - started)
        }
        return best
      }
      const base64 = await time(`${'A'.repeat(78)}\r\n`)
      const dots = await time('..\r\n')
      assert.ok(dots < 5 * base64 + 50, `${dots} ms against ${base64} ms`)
    } finally {
      client.close()
      await fixture.close()
    }
  })
})
