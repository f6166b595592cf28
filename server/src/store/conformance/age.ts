import assert from 'node:assert/strict'
import { LARGE_OCTETS } from '../entries.ts'
import type { Account, Store } from '../store.ts'
import {
  inbox,
  message,
  NOON,
  newAccount,
  PLENTY,
  property,
  type Subject,
  stageOf,
  TODAY,
  uidsOf,
} from './subject.ts'

const DAY = 86_400_000
const LARGE = LARGE_OCTETS + 1

/** Delivers a message that came `ago` days before {@link TODAY}. */
const arrive = async (store: Store, account: Account, ago: number, size = 100): Promise<void> => {
  const target = [{ accountId: account.id, mailbox: 'INBOX' }]
  const options = { internalDate: NOON - ago * DAY, quotaBytes: PLENTY }
  const [outcome] = await store.deliver(await stageOf(store, message(size)), target, options)
  assert.ok(outcome?.ok)
}

const before = (ago: number) => (entry: { internalDate: number }) => entry.internalDate < NOON - ago * DAY

export const ageProperties = (subject: Subject): void => {
  property(subject, 'mailboxes come up by the day of their oldest message, and only then', async (store) => {
    const [alice, bob] = [await newAccount(store), await newAccount(store, 'bob@example.org')]
    await newAccount(store, 'empty@example.org')
    await arrive(store, alice, 3)
    await arrive(store, bob, 9)
    await arrive(store, alice, 5)
    const [a, b] = [inbox(store, alice).id, inbox(store, bob).id]
    assert.deepEqual(store.mailboxesBefore('any', TODAY - 9, 10), [])
    assert.deepEqual(store.mailboxesBefore('any', TODAY - 8, 10), [b])
    assert.deepEqual(store.mailboxesBefore('any', TODAY - 5, 10), [b])
    assert.deepEqual(store.mailboxesBefore('any', TODAY, 10), [b, a])
    assert.deepEqual(store.mailboxesBefore('any', TODAY, 1), [b])
  })

  property(
    subject,
    'expiring removes what is named, keeps the rest, and the mailbox comes up later',
    async (store) => {
      const alice = await newAccount(store)
      for (const ago of [10, 2, 8, 4]) await arrive(store, alice, ago)
      const box = inbox(store, alice)
      assert.deepEqual(await store.expire(box.id, before(5), TODAY), [1, 3])
      assert.deepEqual(uidsOf(store, box.id), [2, 4])
      const after = inbox(store, alice)
      assert.deepEqual([after.messages, after.bytes, after.uidNext], [2, 200, 5])
      assert.ok(after.highestModseq > box.highestModseq)
      assert.deepEqual(store.usage(alice.id), { messages: 2, bytes: 200 })
      assert.deepEqual(store.mailboxesBefore('any', TODAY - 4, 10), [])
      assert.deepEqual(store.mailboxesBefore('any', TODAY - 3, 10), [box.id])
      assert.deepEqual(await store.expire(box.id, before(0), TODAY), [2, 4])
      assert.deepEqual(store.mailboxesBefore('any', TODAY + 1, 10), [])
      await arrive(store, alice, 1)
      assert.deepEqual(store.mailboxesBefore('any', TODAY, 10), [box.id])
    },
  )

  property(subject, 'a mailbox of many steps is gone through to its end', async (store) => {
    const alice = await newAccount(store)
    for (let i = 0; i < 300; i++) await arrive(store, alice, i % 3 === 0 ? 30 : 1, 20)
    const box = inbox(store, alice)
    const removed = await store.expire(box.id, before(20), TODAY)
    assert.deepEqual(
      removed,
      Array.from({ length: 100 }, (_, i) => 3 * i + 1),
    )
    assert.equal(inbox(store, alice).messages, 200)
    assert.deepEqual(store.mailboxesBefore('any', TODAY - 1, 10), [])
    assert.deepEqual(store.mailboxesBefore('any', TODAY, 10), [box.id])
  })

  property(
    subject,
    'large messages have days of their own, and one that stays comes up again',
    async (store) => {
      const alice = await newAccount(store)
      await arrive(store, alice, 9, LARGE_OCTETS)
      await arrive(store, alice, 6, LARGE)
      const { id } = inbox(store, alice)
      assert.deepEqual(store.mailboxesBefore('large', TODAY - 6, 10), [])
      assert.deepEqual(store.mailboxesBefore('large', TODAY - 5, 10), [id])
      assert.deepEqual(await store.expire(id, () => false, TODAY - 5), [])
      assert.deepEqual(store.mailboxesBefore('large', TODAY - 5, 10), [])
      assert.deepEqual(store.mailboxesBefore('large', TODAY - 4, 10), [id])
      assert.deepEqual(store.mailboxesBefore('any', TODAY - 8, 10), [id])
      await store.expire(id, ({ size }) => size >= LARGE, TODAY)
      assert.deepEqual(store.mailboxesBefore('large', TODAY + 9, 10), [])
    },
  )

  property(subject, 'copied and moved messages keep their age', async (store) => {
    const alice = await newAccount(store)
    await arrive(store, alice, 12, LARGE)
    const [from, copies, moved] = [
      inbox(store, alice).id,
      (await store.createMailbox(alice.id, 'Copies'))!.id,
      (await store.createMailbox(alice.id, 'Moved'))!.id,
    ]
    await store.copy(from, [1], copies, { move: false, quotaBytes: PLENTY })
    await store.copy(from, [1], moved, { move: true, quotaBytes: PLENTY })
    for (const kind of ['any', 'large'] as const) {
      const found = store.mailboxesBefore(kind, TODAY - 11, 10)
      assert.ok(found.includes(copies) && found.includes(moved))
    }
    assert.deepEqual(await store.expire(copies, before(11), TODAY), [1])
    assert.deepEqual(await store.expire(moved, before(11), TODAY), [1])
    await store.deleteMailbox(copies)
    assert.deepEqual(await store.expire(copies, () => true, TODAY), [])
  })

  property(subject, 'what arrives while a mailbox is gone through is not forgotten', async (store) => {
    const alice = await newAccount(store)
    for (let i = 0; i < 200; i++) await arrive(store, alice, 30, 20)
    const { id } = inbox(store, alice)
    await Promise.all([
      store.expire(id, before(20), TODAY),
      arrive(store, alice, 2),
      arrive(store, alice, 15),
    ])
    assert.equal(inbox(store, alice).messages, 2)
    assert.deepEqual(store.mailboxesBefore('any', TODAY - 15, 10), [])
    assert.deepEqual(store.mailboxesBefore('any', TODAY - 14, 10), [id])
  })

  property(subject, 'accounts come up by the day of their last login', async (store) => {
    const [alice, bob] = [await newAccount(store), await newAccount(store, 'bob@example.org')]
    await store.updateAccount(alice.id, { lastLoginDay: TODAY + 5 })
    await store.updateAccount(alice.id, { passwordHash: 'other' })
    const seen = (from: number, to: number, limit = 10) =>
      store.accountsLastSeen(from, to, limit).map(({ address }) => address)
    assert.deepEqual(seen(0, TODAY), [])
    assert.deepEqual(seen(0, TODAY + 1), [bob.address])
    assert.deepEqual(seen(0, TODAY + 6), [bob.address, alice.address])
    assert.deepEqual(seen(0, TODAY + 6, 1), [bob.address])
    assert.deepEqual(seen(TODAY + 1, TODAY + 6), [alice.address])
    assert.equal(await store.deleteAccount(alice.id, TODAY + 5), false, 'came back on that day')
    assert.equal(await store.deleteAccount(alice.id, TODAY + 6), true)
    assert.equal(await store.deleteAccount(alice.id), false)
    assert.deepEqual(seen(0, TODAY + 99), [bob.address])
  })

  property(subject, 'notes are kept and replaced', async (store) => {
    assert.equal(store.note('clock'), undefined)
    await store.setNote('clock', 'one')
    await store.setNote('clock', 'zwölf')
    assert.equal(store.note('clock'), 'zwölf')
  })
}
