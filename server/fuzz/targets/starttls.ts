import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { createImap } from '../../src/imap/imap.ts'
import { testAccounts, testConfig } from '../../src/imap/testing/server.ts'
import type { Tls } from '../../src/listen/tls.ts'
import { type Log, silentLog } from '../../src/log/log.ts'
import { createNotifier } from '../../src/notify/in-process.ts'
import { checkImapOutput } from '../grammar/imap-response.ts'
import { checkSmtpOutput } from '../grammar/smtp-reply.ts'
import { mutated, pieces } from '../mutate.ts'
import type { Random } from '../random.ts'
import { Input, type Opened, type Target, within } from '../target.ts'
import { loopbackTls } from './certificate.ts'
import { openPort, type Port } from './conversation.ts'
import { imapLanguage } from './imap-language.ts'
import { createStore, submissionOver } from './smtp.ts'
import { smtpLanguage } from './smtp-language.ts'

const protocols = {
  imap: {
    language: imapLanguage,
    ask: 'a STARTTLS\r\n',
    go: /a OK[^\n]*\n/,
    check: checkImapOutput,
    tag: 'a ',
  },
  smtp: {
    language: smtpLanguage,
    ask: 'EHLO a\r\nSTARTTLS\r\n',
    go: /220 2[^\n]*\n/,
    check: checkSmtpOutput,
    tag: '',
  },
} as const

/** Conversations of both protocols that go on behind STARTTLS. */
export const starttls: Target = {
  name: 'starttls',
  async open(): Promise<Opened> {
    const port = await openPort()
    const tls = await loopbackTls()
    return { tryOne: (random) => tryOne(port, tls, random), close: () => port.close() }
  },
}

const tryOne = async (port: Port, tls: Tls, random: Random): Promise<void> => {
  const name = random.pick(['imap', 'smtp'] as const)
  const { language, ask, go, check, tag } = protocols[name]
  const faults: string[] = []
  const log: Log = { ...silentLog, error: (event) => void faults.push(event) }
  const store = await createStore()
  const clock = { now: () => 0 }
  const notifier = createNotifier()
  const handler =
    name === 'smtp'
      ? submissionOver(store, log, tls)
      : createImap({
          ...{ store, clock, notifier, log, tls },
          accounts: testAccounts(store, clock),
          config: testConfig(),
          serverMetadata: () => undefined,
        })
  port.accept = (socket) => handler.handle(socket, { secure: false, id: 1 })
  const input = Buffer.concat([Buffer.from(tag), mutated(language, random), Buffer.from('\r\n')])
  try {
    const plain = port.dial()
    const secured = await upgraded(plain, ask, go)
    let said = ''
    secured.setEncoding('latin1').on('data', (text: string) => {
      said += text
    })
    const ended = new Promise<void>((resolve) => secured.on('close', () => resolve()))
    for (const piece of pieces(input, random)) if (secured.writable) secured.write(piece)
    secured.end()
    await within(4000, 'the connection behind STARTTLS', ended)
    check(said.slice(0, said.lastIndexOf('\n') + 1))
    assert.deepEqual(faults, [])
    await handler.close(0)
  } catch (error) {
    throw new Input(`${name}: ${input.toString('latin1')}`, error)
  }
}

const upgraded = async (plain: Socket, ask: string, go: RegExp): Promise<Socket> => {
  plain.write(ask)
  let said = ''
  while (!go.test(said)) {
    const [chunk] = (await within(4000, 'STARTTLS', once(plain, 'data'))) as [Buffer]
    said += chunk.toString('latin1')
  }
  const secured = connectTls({ socket: plain, rejectUnauthorized: false })
  secured.on('error', () => {})
  await within(4000, 'the handshake', once(secured, 'secureConnect'))
  return secured
}
