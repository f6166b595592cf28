import assert from 'node:assert/strict'
import { Flag, type Store } from '../store.ts'
import { deliverTo, inbox, message, newAccount, property, type Subject, uidsOf } from './subject.ts'

const filled = async (store: Store, messages: number) => {
  const account = await newAccount(store)
  for (let i = 0; i < messages; i++) await deliverTo(store, [account], message(100))
  return { account, box: inbox(store, account) }
}

export const changeProperties = (subject: Subject): void => {
  property(subject, 'listing takes any range of UIDs', async (store) => {
    const { box } = await filled(store, 5)
    const listed = (from?: number, to?: number) => store.listMessages(box.id, from, to).map(({ uid }) => uid)
    assert.deepEqual(listed(), [1, 2, 3, 4, 5])
    assert.deepEqual(listed(3), [3, 4, 5])
    assert.deepEqual(listed(2, 4), [2, 3, 4])
    assert.deepEqual(listed(4, 4), [4])
    assert.deepEqual(listed(0, 1), [1])
    assert.deepEqual(listed(5, 0xffff_ffff), [5])
    assert.deepEqual(listed(6), [])
    assert.deepEqual(listed(4, 2), [])
  })

  property(subject, 'changed flags raise the mod-sequence once, unchanged ones do not', async (store) => {
    const { box } = await filled(store, 3)
    const seen = [1, 3, 9].map((uid) => ({ uid, flags: Flag.Seen, keywords: ['$MDNSent'] }))
    const changed = await store.setFlags(box.id, seen)
    assert.deepEqual(
      changed.map(({ uid, flags, keywords, modseq }) => ({ uid, flags, keywords, modseq })),
      [1, 3].map((uid) => ({ uid, flags: Flag.Seen, keywords: ['$MDNSent'], modseq: 5 })),
    )
    assert.equal(store.mailbox(box.id)!.highestModseq, 5)
    assert.deepEqual(store.listMessages(box.id)[0], changed[0])
    assert.equal(store.listMessages(box.id)[1]!.modseq, 3)
    assert.deepEqual(await store.setFlags(box.id, seen), changed)
    assert.equal(store.mailbox(box.id)!.highestModseq, 5)
    const all = Flag.Seen | Flag.Answered | Flag.Flagged | Flag.Deleted | Flag.Draft
    const [full] = await store.setFlags(box.id, [{ uid: 1, flags: all, keywords: [] }])
    assert.deepEqual([full!.flags, full!.keywords, full!.modseq], [all, [], 6])
    assert.deepEqual(await store.setFlags(box.id + 1000, seen), [])
  })

  property(subject, 'expunge names what really went, and UIDs are never given again', async (store) => {
    const { account, box } = await filled(store, 4)
    assert.deepEqual(await store.expunge(box.id, [4, 2, 9, 2]), [2, 4])
    assert.deepEqual(uidsOf(store, box.id), [1, 3])
    assert.deepEqual(store.usage(account.id), { messages: 2, bytes: 200 })
    const after = store.mailbox(box.id)!
    assert.deepEqual([after.messages, after.bytes, after.uidNext, after.highestModseq], [2, 200, 5, 6])
    assert.deepEqual(await store.expunge(box.id, [2, 4]), [])
    assert.equal(store.mailbox(box.id)!.highestModseq, 6)
    assert.equal((await deliverTo(store, [account]))[0]!.uid, 5)
  })

  property(subject, 'of parallel expunges of one message one removes it', async (store) => {
    const { account, box } = await filled(store, 1)
    const removed = await Promise.all([1, 1, 1].map((uid) => store.expunge(box.id, [uid])))
    assert.deepEqual(removed.flat(), [1])
    assert.deepEqual(store.usage(account.id), { messages: 0, bytes: 0 })
  })

  property(subject, 'a large set goes whole', async (store) => {
    const account = await newAccount(store)
    await Promise.all(Array.from({ length: 700 }, () => deliverTo(store, [account], message(50))))
    const box = inbox(store, account)
    const uids = uidsOf(store, box.id)
    const deleted = uids.map((uid) => ({ uid, flags: Flag.Deleted, keywords: [] }))
    assert.deepEqual(
      (await store.setFlags(box.id, deleted)).map(({ uid }) => uid),
      uids,
    )
    assert.deepEqual(await store.expunge(box.id, uids), uids)
    assert.deepEqual(store.usage(account.id), { messages: 0, bytes: 0 })
    assert.deepEqual([store.mailbox(box.id)!.messages, store.mailbox(box.id)!.bytes], [0, 0])
  })

  property(subject, 'copy keeps flags and date, and answers with pairs of UIDs', async (store) => {
    const { account, box } = await filled(store, 3)
    const other = (await store.createMailbox(account.id, 'Other'))!
    await store.setFlags(box.id, [{ uid: 3, flags: Flag.Flagged, keywords: ['k'] }])
    const copied = await store.copy(box.id, [3, 1, 8], other.id, { move: false, quotaBytes: 500 })
    assert.deepEqual(copied, [
      [1, 1],
      [3, 2],
    ])
    const [, second] = store.listMessages(other.id)
    const original = store.listMessages(box.id, 3, 3)[0]!
    assert.deepEqual({ ...second, modseq: 0 }, { ...original, uid: 2, modseq: 0 })
    const after = store.mailbox(other.id)!
    assert.deepEqual([after.messages, after.bytes, after.uidNext, after.highestModseq], [2, 200, 3, 2])
    assert.equal(second!.modseq, 2)
    assert.deepEqual(store.usage(account.id), { messages: 5, bytes: 500 })
    assert.deepEqual(uidsOf(store, box.id), [1, 2, 3])
    const refused = await store.copy(box.id, [1], other.id, { move: false, quotaBytes: 599 })
    assert.equal(refused, 'over-quota')
    assert.deepEqual(store.usage(account.id), { messages: 5, bytes: 500 })
  })

  property(subject, 'move takes the originals away and needs no room', async (store) => {
    const { account, box } = await filled(store, 3)
    const other = (await store.createMailbox(account.id, 'Other'))!
    const moved = await store.copy(box.id, [2, 3], other.id, { move: true, quotaBytes: 1 })
    assert.deepEqual(moved, [
      [2, 1],
      [3, 2],
    ])
    assert.deepEqual(uidsOf(store, box.id), [1])
    assert.deepEqual(uidsOf(store, other.id), [1, 2])
    assert.deepEqual(store.usage(account.id), { messages: 3, bytes: 300 })
    assert.deepEqual([store.mailbox(box.id)!.messages, store.mailbox(box.id)!.bytes], [1, 100])
    assert.equal(store.mailbox(box.id)!.highestModseq, 5)
    assert.deepEqual([store.mailbox(other.id)!.messages, store.mailbox(other.id)!.bytes], [2, 200])
    assert.equal(store.content(store.listMessages(other.id)[0]!)!.size, 100)
  })

  for (const move of [true, false])
    property(subject, `${move ? 'move' : 'copy'} within one mailbox gives new UIDs`, async (store) => {
      const { account, box } = await filled(store, 2)
      assert.deepEqual(await store.copy(box.id, [1], box.id, { move, quotaBytes: 1e9 }), [[1, 3]])
      assert.deepEqual(uidsOf(store, box.id), move ? [2, 3] : [1, 2, 3])
      const messages = move ? 2 : 3
      assert.deepEqual(store.usage(account.id), { messages, bytes: 100 * messages })
      const after = store.mailbox(box.id)!
      assert.deepEqual([after.messages, after.bytes, after.uidNext], [messages, 100 * messages, 4])
      assert.equal(store.content(store.listMessages(box.id, 3, 3)[0]!)!.size, 100)
    })

  property(subject, 'copying to or from a mailbox that is gone copies nothing', async (store) => {
    const { account, box } = await filled(store, 1)
    const other = (await store.createMailbox(account.id, 'Other'))!
    await store.deleteMailbox(other.id)
    assert.deepEqual(await store.copy(box.id, [1], other.id, { move: true, quotaBytes: 1e9 }), [])
    assert.deepEqual(await store.copy(other.id, [1], box.id, { move: true, quotaBytes: 1e9 }), [])
    assert.deepEqual(uidsOf(store, box.id), [1])
  })
}
