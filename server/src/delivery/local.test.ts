import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Config } from '../config/config.ts'
import { defaultLimits } from '../config/limits.ts'
import type { Notifier } from '../notify/notify.ts'
import { createMemoryStore } from '../store/memory/store.ts'
import type { Store } from '../store/store.ts'
import { createLocalDelivery } from './local.ts'

const clock = { now: () => 1_795_400_000_789 }

async function setUp(mailboxBytes: number) {
  const memory = createMemoryStore({ clock })
  const events: string[] = []
  const store: Store = new Proxy(memory, {
    get(target, name) {
      if (name === 'deliver') {
        return async (...args: Parameters<Store['deliver']>) => {
          const outcomes = await target.deliver(...args)
          events.push('flushed')
          return outcomes
        }
      }
      const value = Reflect.get(target, name) as unknown
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const notifier: Notifier = {
    watch: () => () => {},
    publish: (id) => events.push(`woke ${id}`),
    isWatched: () => false,
    size: 0,
  }
  const config = { limits: { ...defaultLimits, mailbox_bytes: mailboxBytes } } as Config
  const delivery = createLocalDelivery({ store, notifier, config, clock })
  const { account: one } = await memory.createAccount('one@x.test', 'x', 1)
  const { account: two } = await memory.createAccount('two@x.test', 'x', 1)
  const inboxes = [one, two].map((account) => memory.findMailbox(account.id, 'INBOX')!.id)
  return { store: memory, delivery, one, two, inboxes, events }
}

test('everybody gets it in the INBOX, and watchers are woken after the flush', async () => {
  const { store, delivery, one, two, inboxes, events } = await setUp(1000)
  const staging = store.stage()
  await staging.write(Buffer.from('A: 1\r\n\r\nx\r\n'))
  const outcomes = await delivery.deliver(staging, [one, two])
  assert.deepEqual(
    outcomes.map((outcome) => outcome.ok),
    [true, true],
  )
  assert.deepEqual(events, ['flushed', `woke ${inboxes[0]}`, `woke ${inboxes[1]}`])
  for (const inbox of inboxes) {
    const [entry] = store.listMessages(inbox!)
    assert.equal(entry?.internalDate, 1_795_400_000_000)
    assert.equal(entry?.size, 11)
  }
})

test('a full mailbox of one keeps it from all, and wakes nobody', async () => {
  const { store, delivery, one, two, inboxes, events } = await setUp(20)
  const staged = async () => {
    const staging = store.stage()
    await staging.write(Buffer.from('A: 1\r\n\r\nx\r\n'))
    return staging
  }
  await delivery.deliver(await staged(), [two])
  const outcomes = await delivery.deliver(await staged(), [one, two])
  assert.deepEqual(
    outcomes.map((outcome) => outcome.ok || outcome.reason),
    ['other-refused', 'over-quota'],
  )
  assert.deepEqual(store.listMessages(inboxes[0]!), [])
  assert.deepEqual(events, ['flushed', `woke ${inboxes[1]}`, 'flushed'])
})

test('who got nothing is not woken', async () => {
  const { store, delivery, one, events } = await setUp(5)
  const staging = store.stage()
  await staging.write(Buffer.from('A: 1\r\n\r\nx\r\n'))
  const [outcome] = await delivery.deliver(staging, [one])
  assert.equal(outcome?.ok, false)
  assert.deepEqual(events, ['flushed'])
})
