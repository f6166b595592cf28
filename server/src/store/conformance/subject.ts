import { test } from 'node:test'
import type { Account, DeliveryOutcome, MessageEntry, Store } from '../store.ts'

/** One implementation of the store under test. */
export interface Subject {
  readonly name: string
  /** A fresh, empty store. */
  open(): Promise<{ store: Store; dispose: () => Promise<void> }>
}

/** Noon of day 20 000. */
export const NOON = 20_000 * 86_400_000 + 43_200_000
export const TODAY = 20_000
export const PLENTY = 1_000_000_000

/** Runs one property on a fresh store. */
export const property = (subject: Subject, title: string, run: (store: Store) => Promise<void>): void => {
  test(`${subject.name}: ${title}`, async () => {
    const { store, dispose } = await subject.open()
    try {
      await run(store)
    } finally {
      await dispose()
    }
  })
}

export const newAccount = async (store: Store, address = 'alice@example.org'): Promise<Account> =>
  (await store.createAccount(address, 'hash', TODAY)).account

export const inbox = (store: Store, account: Account) => store.findMailbox(account.id, 'INBOX')!

/** A message of exactly `size` octets with a header of 17. */
export const message = (size: number, fill = 'x'): Buffer =>
  Buffer.concat([
    Buffer.from('Subject: [...]\r\n\r\n').subarray(0, size),
    Buffer.alloc(Math.max(0, size - 18), fill),
  ])

export const stageOf = async (store: Store, bytes: Buffer, piece = 16_384) => {
  const staging = store.stage()
  for (let at = 0; at < bytes.length; at += piece)
    await staging.write(Buffer.from(bytes.subarray(at, at + piece)))
  return staging
}

type Delivered = Extract<DeliveryOutcome, { ok: true }>

/** Delivers to the INBOX of every account and expects success. */
export const deliverTo = async (
  store: Store,
  accounts: readonly Account[],
  bytes: Buffer = message(100),
): Promise<Delivered[]> => {
  const targets = accounts.map(({ id }) => ({ accountId: id, mailbox: 'INBOX' }))
  const outcomes = await store.deliver(await stageOf(store, bytes), targets, {
    internalDate: NOON,
    quotaBytes: PLENTY,
  })
  return outcomes.map((outcome) => {
    if (!outcome.ok) throw new Error(`not delivered: ${outcome.reason}`)
    return outcome
  })
}

export const bytesOf = (store: Store, entry: MessageEntry): Buffer => {
  const content = store.content(entry)
  if (content === undefined) throw new Error('no content')
  return Buffer.concat([...content.read(0, content.size)])
}

export const uidsOf = (store: Store, mailboxId: number): number[] =>
  store.listMessages(mailboxId).map(({ uid }) => uid)
