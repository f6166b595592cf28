import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { duplexPair } from 'node:stream'
import { createImap } from '../../src/imap/imap.ts'
import { PASSWORD, testAccounts, testConfig } from '../../src/imap/testing/server.ts'
import { TimerWheel } from '../../src/imap/timer-wheel.ts'
import { type Log, silentLog } from '../../src/log/log.ts'
import { createNotifier } from '../../src/notify/in-process.ts'
import { createMemoryStore } from '../../src/store/memory/store.ts'
import { Flag, type Store } from '../../src/store/store.ts'
import { checkImapOutput } from '../grammar/imap-response.ts'
import { checkSequence } from '../grammar/imap-sequence.ts'
import { mutated, pieces } from '../mutate.ts'
import type { Random } from '../random.ts'
import { Input, type Target, within } from '../target.ts'
import { imapLanguage } from './imap-language.ts'
import { imapStates } from './imap-states.ts'
import { messageLanguage } from './message-language.ts'

const ADDRESS = 'ac1@_roost.test'

/** A whole connection, in each state, while others change the mailbox. */
export const imap: Target = {
  name: 'imap',
  async open() {
    return { tryOne, close: async () => {} }
  },
}

const tryOne = async (random: Random): Promise<void> => {
  const world = await createWorld(random)
  const state = random.pick(imapStates)
  const [near, far] = duplexPair()
  let said = ''
  near.setEncoding('latin1')
  near.on('data', (text: string) => {
    said += text
  })
  const ended = new Promise<void>((resolve) =>
    near.on('end', resolve).on('close', resolve).on('error', resolve),
  )
  world.imap.handle(far as Socket, { secure: state.secure, id: 0 })
  const input = program(random)
  try {
    near.write(state.before, 'latin1')
    for (const piece of pieces(input, random)) {
      if (near.writable) near.write(piece)
      if (random.once(4)) await world.disturb(random)
    }
    near.end()
    await within(2000, 'the connection', ended)
    near.destroy()
    const answers = checkImapOutput(said)
    checkSequence(answers)
    assert.doesNotMatch(said, /SERVERBUG/)
    assert.deepEqual(world.faults, [])
    for (let turn = 0; turn < 20 && world.imap.connections > 0; turn++) await new Promise(setImmediate)
    assert.equal(world.imap.connections, 0, 'connections left')
    assert.equal(world.notifier.size, 0, 'watchers left')
    assert.equal(world.wheel.size, 0, 'timers left')
  } catch (error) {
    throw new Input(`${state.name}: ${input.toString('latin1')}\n\nreplies: ${said.slice(-2000)}`, error)
  }
}

/** One to four changed commands with tags. */
const program = (random: Random): Buffer => {
  const parts: Buffer[] = []
  for (let count = random.below(4); count >= 0; count--) {
    parts.push(Buffer.from(`a${count} `), mutated(imapLanguage, random), Buffer.from('\r\n'))
  }
  return Buffer.concat(parts)
}

const createWorld = async (random: Random) => {
  const clock = { now: () => Date.UTC(2026, 10, 23) }
  const store = createMemoryStore({ clock })
  const notifier = createNotifier()
  const wheel = new TimerWheel()
  const faults: string[] = []
  const log: Log = { ...silentLog, error: (event, fields) => void faults.push(`${event} ${fields?.error}`) }
  const { account } = await store.createAccount(ADDRESS, PASSWORD, 1)
  const inbox = store.findMailbox(account.id, 'INBOX')!.id
  for (let count = random.below(4); count > 0; count--) await deliver(store, account.id, random)
  const imap = createImap({
    ...{ store, notifier, wheel, clock, log },
    accounts: testAccounts(store, clock),
    config: testConfig(),
    serverMetadata: (entry) => (entry === '/shared/comment' ? 'a comment' : undefined),
  })
  return {
    ...{ imap, notifier, wheel, faults },
    /** What another device, a sender or the sweeper may do in between. */
    async disturb(random: Random): Promise<void> {
      const kind = random.below(5)
      if (kind < 2) await deliver(store, account.id, random)
      else if (kind === 2) await store.expunge(inbox, [1 + random.below(4)])
      else if (kind === 3)
        await store.setFlags(inbox, [{ uid: 1 + random.below(4), flags: Flag.Seen, keywords: ['k'] }])
      else await new Promise(setImmediate)
      notifier.publish(inbox)
    },
  }
}

const deliver = async (store: Store, accountId: number, random: Random): Promise<void> => {
  const staging = store.stage()
  // Neither SMTP nor APPEND lets NUL in.
  const octets = Buffer.from(mutated(messageLanguage, random).map((octet) => octet || 0x20))
  await staging.write(octets.length === 0 ? Buffer.from('x') : octets)
  await store.deliver(staging, [{ accountId, mailbox: 'INBOX' }], { internalDate: 0, quotaBytes: 1e12 })
}
