/**
 * A process that fills the file system under its store and reports what happened, one JSON object per line.
 * Arguments: the folder to fill, and what gives room again: `ballast` removes a file laid down beforehand,
 * `wait` waits until a line arrives on the input.
 */
import { once } from 'node:events'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '../../../clock.ts'
import { silentLog } from '../../../log/log.ts'
import { type MessageEntry, type Store, StoreFullError } from '../../store.ts'
import { openLmdbStore } from '../store.ts'
import { patterned } from './patterned.ts'

const [folder = '', room = 'ballast'] = process.argv.slice(2)
const ballast = join(folder, 'ballast')
const database = join(folder, 'mail')
const SIZE = 20_000
const PARALLEL = 4

const report = (step: string, facts: object = {}): void =>
  void process.stdout.write(`${JSON.stringify({ step, ...facts })}\n`)

const open = () => openLmdbStore(database, { clock: systemClock, log: silentLog, mapBytes: 2 ** 30 })

/** Delivers one message. @returns its UID, or the name of the error */
const deliver = async (store: Store, accountId: number, length: number): Promise<number | string> => {
  const staging = store.stage()
  try {
    const bytes = patterned(length, length)
    for (let at = 0; at < length; at += 65_536)
      await staging.write(Buffer.from(bytes.subarray(at, at + 65_536)))
    const target = { accountId, mailbox: 'INBOX' }
    const [outcome] = await store.deliver(staging, [target], { internalDate: 0, quotaBytes: 1e12 })
    return outcome?.ok === true ? outcome.uid : 'refused'
  } catch (error) {
    staging.discard()
    return error instanceof StoreFullError ? 'full' : String(error)
  }
}

const whole = (store: Store, entry: MessageEntry): boolean => {
  const content = store.content(entry)
  if (content === undefined) return false
  return Buffer.concat([...content.read(0, content.size)]).equals(patterned(entry.size, entry.size))
}

const state = (store: Store, mailboxId: number) => {
  const entries = store.listMessages(mailboxId)
  return { uids: entries.map(({ uid }) => uid), whole: entries.every((entry) => whole(store, entry)) }
}

if (room === 'ballast') await writeFile(ballast, Buffer.alloc(4 * 2 ** 20))
const store = await open()
const { account } = await store.createAccount('alice@example.org', 'hash', 1)
const mailbox = store.findMailbox(account.id, 'INBOX')!

const kept: number[] = []
let answers: (number | string)[] = []
do {
  answers = await Promise.all(Array.from({ length: PARALLEL }, () => deliver(store, account.id, SIZE)))
  kept.push(...answers.filter((answer) => typeof answer === 'number'))
} while (answers.every((answer) => typeof answer === 'number'))
report('filled', { answers, kept, ...state(store, mailbox.id) })

report('large', { answer: await deliver(store, account.id, 5_000_000), ...state(store, mailbox.id) })

const doomed = kept.slice(0, 20)
report('expunged while full', { gone: await store.expunge(mailbox.id, doomed), doomed })
report('delivered into the gap', { answer: await deliver(store, account.id, SIZE) })

if (room === 'ballast') await rm(ballast)
else {
  report('waiting')
  await once(process.stdin, 'data')
  process.stdin.destroy()
}
report('with room', {
  small: await deliver(store, account.id, SIZE),
  large: await deliver(store, account.id, 1_000_000),
})
await store.swept()
const before = state(store, mailbox.id)
await store.close()

const again = await open()
report('opened again', {
  same: JSON.stringify(state(again, mailbox.id)) === JSON.stringify(before),
  ...before,
})
await again.swept()
await again.close()
