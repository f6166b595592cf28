import assert from 'node:assert/strict'
import { Flag } from '../store.ts'
import {
  bytesOf,
  deliverTo,
  inbox,
  message,
  NOON,
  newAccount,
  PLENTY,
  property,
  type Subject,
  stageOf,
  uidsOf,
} from './subject.ts'

const options = { internalDate: NOON, quotaBytes: PLENTY }

export const deliveryProperties = (subject: Subject): void => {
  property(subject, 'a delivered message stands in the INBOX as it came', async (store) => {
    const account = await newAccount(store)
    const bytes = message(3000, 'é')
    const [outcome] = await deliverTo(store, [account], bytes)
    const box = inbox(store, account)
    assert.deepEqual(outcome, {
      ok: true,
      accountId: account.id,
      mailboxId: box.id,
      uid: 1,
      uidValidity: box.uidValidity,
    })
    const [entry] = store.listMessages(box.id)
    assert.deepEqual(entry, {
      uid: 1,
      flags: 0,
      keywords: [],
      internalDate: NOON,
      size: 3000,
      modseq: 2,
      contentId: entry!.contentId,
    })
    assert.deepEqual(bytesOf(store, entry!), bytes)
    assert.deepEqual([box.uidNext, box.messages, box.bytes, box.highestModseq], [2, 1, 3000, 2])
    assert.deepEqual(store.usage(account.id), { messages: 1, bytes: 3000 })
  })

  property(subject, 'flags and keywords can be given, the date loses its milliseconds', async (store) => {
    const account = await newAccount(store)
    await store.createMailbox(account.id, 'Drafts')
    const target = {
      accountId: account.id,
      mailbox: 'Drafts',
      flags: Flag.Seen | Flag.Draft,
      keywords: ['$Forwarded', 'NonJunk'],
    }
    const staging = await stageOf(store, message(50))
    const [outcome] = await store.deliver(staging, [target], { ...options, internalDate: NOON + 999 })
    assert.equal(outcome!.ok, true)
    const [entry] = store.listMessages(store.findMailbox(account.id, 'Drafts')!.id)
    assert.equal(entry!.flags, Flag.Seen | Flag.Draft)
    assert.deepEqual(entry!.keywords, ['$Forwarded', 'NonJunk'])
    assert.equal(entry!.internalDate, NOON)
  })

  property(subject, 'fan-out stores the bytes once and frees them with the last reference', async (store) => {
    const accounts = await Promise.all(
      Array.from({ length: 5 }, (_, i) => newAccount(store, `user${i}@example.org`)),
    )
    const bytes = message(5000, 'f')
    const outcomes = await deliverTo(store, accounts, bytes)
    const entries = outcomes.map(({ mailboxId }) => store.listMessages(mailboxId)[0]!)
    assert.equal(new Set(entries.map(({ contentId }) => contentId)).size, 1)
    for (const [i, { mailboxId }] of outcomes.entries()) {
      assert.deepEqual(bytesOf(store, entries[i]!), bytes)
      await store.expunge(mailboxId, [1])
    }
    for (const entry of entries) assert.equal(store.content(entry), undefined)
  })

  property(subject, 'each target gets its own answer', async (store) => {
    const [alice, bob] = [await newAccount(store), await newAccount(store, 'bob@example.org')]
    await deliverTo(store, [bob], message(600))
    const targets = [
      { accountId: alice.id, mailbox: 'inbox' },
      { accountId: alice.id + 1000, mailbox: 'INBOX' },
      { accountId: bob.id, mailbox: 'INBOX' },
      { accountId: alice.id, mailbox: 'Nowhere' },
      { accountId: alice.id, mailbox: 'INBOX' },
    ]
    const staging = await stageOf(store, message(500))
    const outcomes = await store.deliver(staging, targets, { internalDate: NOON, quotaBytes: 1000 })
    assert.deepEqual(
      outcomes.map((outcome) => (outcome.ok ? outcome.uid : outcome.reason)),
      [1, 'no-account', 'over-quota', 'no-mailbox', 2],
    )
    assert.deepEqual(store.usage(alice.id), { messages: 2, bytes: 1000 })
    assert.deepEqual(store.usage(bob.id), { messages: 1, bytes: 600 })
  })

  property(
    subject,
    'all or none: one who cannot take it keeps it from all, and it can be sent again',
    async (store) => {
      const [alice, bob] = [await newAccount(store), await newAccount(store, 'bob@example.org')]
      await deliverTo(store, [bob], message(600))
      const to = (...ids: number[]) => ids.map((accountId) => ({ accountId, mailbox: 'INBOX' }))
      const together = { internalDate: NOON, quotaBytes: 1000, allOrNone: true }
      const staging = await stageOf(store, message(401))
      const reasons = async (...ids: number[]) =>
        (await store.deliver(staging, to(...ids), together)).map((outcome) => outcome.ok || outcome.reason)
      assert.deepEqual(await reasons(alice.id, bob.id), ['other-refused', 'over-quota'])
      assert.deepEqual(await reasons(alice.id, bob.id + 1000), ['other-refused', 'no-account'])
      // named three times, the account would take the first two alone
      assert.deepEqual(await reasons(alice.id, alice.id, alice.id), [
        'other-refused',
        'other-refused',
        'over-quota',
      ])
      assert.deepEqual([store.usage(alice.id).messages, store.usage(bob.id).messages], [0, 1])
      assert.equal(inbox(store, alice).uidNext, 1)
      assert.deepEqual(await reasons(alice.id, alice.id), [true, true])
      assert.equal(store.usage(alice.id).bytes, 802)
    },
  )

  property(subject, 'the quota admits the last octet and not one more', async (store) => {
    const account = await newAccount(store)
    const target = [{ accountId: account.id, mailbox: 'INBOX' }]
    const exact = { internalDate: NOON, quotaBytes: 300 }
    assert.equal((await store.deliver(await stageOf(store, message(300)), target, exact))[0]!.ok, true)
    const refused = await stageOf(store, message(1))
    assert.deepEqual(await store.deliver(refused, target, exact), [
      { ok: false, accountId: account.id, reason: 'over-quota' },
    ])
    assert.equal((await store.deliver(refused, target, options))[0]!.ok, true)
  })

  property(subject, 'a staging is spent by success and by discarding', async (store) => {
    const account = await newAccount(store)
    const target = [{ accountId: account.id, mailbox: 'INBOX' }]
    const spent = await stageOf(store, message(10))
    await store.deliver(spent, target, options)
    await assert.rejects(store.deliver(spent, target, options), /already delivered or discarded/)
    spent.discard()
    const discarded = await stageOf(store, message(10))
    discarded.discard()
    discarded.discard()
    await assert.rejects(store.deliver(discarded, target, options), /already delivered or discarded/)
    assert.throws(() => discarded.write(Buffer.from('x')), /already delivered or discarded/)
    assert.deepEqual(uidsOf(store, inbox(store, account).id), [1])
    assert.equal(bytesOf(store, store.listMessages(inbox(store, account).id)[0]!).length, 10)
  })

  property(subject, 'parallel deliveries get distinct, gapless UIDs and right counters', async (store) => {
    const [alice, bob] = [await newAccount(store), await newAccount(store, 'bob@example.org')]
    const sizes = Array.from({ length: 60 }, (_, i) => 20 + i)
    await Promise.all(
      sizes.map((size, i) => deliverTo(store, i % 3 === 0 ? [alice, bob] : [alice], message(size))),
    )
    const entries = store.listMessages(inbox(store, alice).id)
    assert.deepEqual(
      entries.map(({ uid }) => uid),
      sizes.map((_, i) => i + 1),
    )
    assert.deepEqual(
      entries.map(({ size }) => size).sort((a, b) => a - b),
      sizes,
    )
    assert.deepEqual(store.usage(alice.id), { messages: 60, bytes: sizes.reduce((a, b) => a + b) })
    assert.equal(store.usage(bob.id).messages, 20)
    assert.equal(inbox(store, alice).bytes, store.usage(alice.id).bytes)
  })

  property(subject, 'nothing can be written to a closed store, and closing twice is fine', async (store) => {
    const account = await newAccount(store)
    const late = await stageOf(store, message(10))
    await store.close()
    await store.close()
    await assert.rejects(
      store.deliver(late, [{ accountId: account.id, mailbox: 'INBOX' }], options),
      /closed/,
    )
    await assert.rejects(store.updateAccount(account.id, { passwordHash: 'x' }), /closed/)
  })

  property(subject, 'closing waits for what is under way', async (store) => {
    const account = await newAccount(store)
    const underWay = Array.from({ length: 5 }, () => deliverTo(store, [account]))
    await Promise.all([...underWay, new Promise(setImmediate).then(() => store.close())])
    assert.deepEqual(
      (await Promise.all(underWay)).flat().map(({ uid }) => uid),
      [1, 2, 3, 4, 5],
    )
  })
}
