import assert from 'node:assert/strict'
import { createLocalDelivery } from '../../src/delivery/local.ts'
import { PASSWORD, testAccounts, testConfig } from '../../src/imap/testing/server.ts'
import type { Tls } from '../../src/listen/tls.ts'
import { type Log, silentLog } from '../../src/log/log.ts'
import { createNotifier } from '../../src/notify/in-process.ts'
import { createSubmission } from '../../src/smtp/submission.ts'
import { createMemoryStore } from '../../src/store/memory/store.ts'
import type { Store } from '../../src/store/store.ts'
import { checkSmtpOutput } from '../grammar/smtp-reply.ts'
import { mutated, pieces } from '../mutate.ts'
import type { Random } from '../random.ts'
import { Input, type Opened, type Target } from '../target.ts'
import { loopbackTls } from './certificate.ts'
import { openPort, type Port } from './conversation.ts'
import { judge } from './gate.ts'
import { messageLanguage } from './message-language.ts'
import { ALICE, BOB, smtpLanguage, smtpStates } from './smtp-language.ts'

/** Ends every state: a message, a login, and then the connection. */
const LEAVE = Buffer.from('\r\n.\r\n*\r\nQUIT\r\nQUIT\r\n')

/** A whole submission connection, in each state. */
export const smtp: Target = {
  name: 'smtp',
  async open(): Promise<Opened> {
    const port = await openPort()
    const tls = await loopbackTls()
    return { tryOne: (random) => tryOne(port, tls, random), close: () => port.close() }
  },
}

const tryOne = async (port: Port, tls: Tls, random: Random): Promise<void> => {
  const faults: string[] = []
  const log: Log = { ...silentLog, error: (event, fields) => void faults.push(`${event} ${fields?.reason}`) }
  const store = await createStore()
  const submission = submissionOver(store, log, tls)
  const state = random.pick(smtpStates)
  port.accept = (socket) => submission.handle(socket, { secure: state.secure, id: 1 })
  const language = state.message ? messageLanguage : smtpLanguage
  const input = mutated(language, random)
  let said = ''
  try {
    const heard = await port.talk([Buffer.from(state.before), ...pieces(input, random), LEAVE])
    said = heard.cut ? heard.said.slice(0, heard.said.lastIndexOf('\n') + 1) : heard.said
    checkSmtpOutput(said)
    assert.deepEqual(faults, [])
    assert.doesNotMatch(said, /^451 4\.3\.0/m)
    for (const message of messagesOf(store, BOB)) {
      assert.notEqual(typeof judge([message], 'refuse'), 'object', 'clear text was delivered')
      assert.doesNotMatch(message.toString('latin1'), /\r(?!\n)|(?<!\r)\n|\0/)
    }
    await submission.close(0)
  } catch (error) {
    throw new Input(`${state.name}: ${input.toString('latin1')}\n\nreplies: ${said.slice(-2000)}`, error)
  }
}

export const createStore = async (): Promise<Store> => {
  const store = createMemoryStore({ clock: { now: () => 0 } })
  for (const address of [ALICE, BOB]) await store.createAccount(address, PASSWORD, 1)
  return store
}

export const submissionOver = (store: Store, log: Log, tls: Tls) => {
  const clock = { now: () => Date.UTC(2026, 10, 23) }
  const config = testConfig({ burst: 100_000 })
  const delivery = createLocalDelivery({ store, notifier: createNotifier(), config, clock })
  return createSubmission({
    ...{ store, delivery, config, clock, log },
    accounts: testAccounts(store, clock),
    tls,
  })
}

export const messagesOf = (store: Store, address: string): Buffer[] => {
  const inbox = store.findMailbox(store.findAccount(address)!.id, 'INBOX')!
  return store.listMessages(inbox.id).map((entry) => {
    const content = store.content(entry)!
    return Buffer.concat([...content.read(0, content.size)])
  })
}
