import assert from 'node:assert/strict'
import { ContentGoneError } from '../store.ts'
import { bytesOf, deliverTo, inbox, message, newAccount, property, type Subject } from './subject.ts'

/** Around every border of the disk store: record, chunk, two chunks, three. */
const SIZES = [
  0, 1, 2, 17, 18, 19, 4080, 16_341, 16_342, 65_536, 262_119, 262_120, 262_121, 524_240, 524_241, 700_001,
]

/** Bytes that repeat at no chunk border. */
const noise = (size: number): Buffer => {
  const bytes = message(size)
  for (let i = 18; i < size; i++) bytes[i] = (i * 31 + (i >> 8)) & 0xff
  return bytes
}

export const contentProperties = (subject: Subject): void => {
  property(subject, 'every size comes back octet by octet', async (store) => {
    const account = await newAccount(store)
    for (const size of SIZES) await deliverTo(store, [account], noise(size))
    for (const entry of store.listMessages(inbox(store, account).id)) {
      assert.equal(entry.size, SIZES[entry.uid - 1])
      assert.ok(bytesOf(store, entry).equals(noise(entry.size)), `${entry.size} octets differ`)
    }
  })

  property(subject, 'ranges are cut exactly, in pieces that stay small', async (store) => {
    const account = await newAccount(store)
    const bytes = noise(700_001)
    await deliverTo(store, [account], bytes)
    const content = store.content(store.listMessages(inbox(store, account).id)[0]!)!
    const ranges = [0, 1, 262_120, 262_121, 400_000, 700_000, 700_001, 800_000]
    for (const start of ranges)
      for (const end of ranges) {
        const pieces = [...content.read(start, end)]
        assert.ok(
          Buffer.concat(pieces).equals(bytes.subarray(start, Math.max(start, end))),
          `${start}-${end}`,
        )
        for (const piece of pieces) assert.ok(piece.length > 0 && piece.length <= 262_144)
      }
  })

  property(subject, 'the header ends with its empty line, however the message was cut', async (store) => {
    const account = await newAccount(store)
    const head = 'From: a@example.org\r\nSubject: [...]\r\n\r\n'
    const cases: [string, number][] = [
      [`${head}body\r\n\r\nmore`, head.length],
      [head, head.length],
      ['\r\nonly a body', 2],
      ['no empty line\r\n', 15],
      [`${head}${'y'.repeat(30_000)}`, head.length],
      [`${head}${'y'.repeat(300_000)}`, head.length],
      [`A: ${'b'.repeat(20_000)}\r\n\r\n${'y'.repeat(300_000)}`, 20_007],
      [`A: ${'b'.repeat(20_000)}\r\n\r\n`, 20_007],
    ]
    for (const [text, headerSize] of cases)
      for (const piece of [1, 3, 7, 65_536]) {
        if (text.length / piece > 1000) continue
        const staging = store.stage()
        const bytes = Buffer.from(text)
        for (let at = 0; at < bytes.length; at += piece)
          await staging.write(Buffer.from(bytes.subarray(at, at + piece)))
        const target = { accountId: account.id, mailbox: 'INBOX' }
        const [outcome] = await store.deliver(staging, [target], { internalDate: 0, quotaBytes: 1e9 })
        assert.ok(outcome?.ok)
        const [entry] = store.listMessages(outcome.mailboxId, outcome.uid, outcome.uid)
        assert.equal(store.content(entry!)!.header().toString(), text.slice(0, headerSize))
      }
  })

  for (const size of [3000, 700_001])
    property(subject, `a reader of ${size} octets learns that they were expunged`, async (store) => {
      const account = await newAccount(store)
      await deliverTo(store, [account], noise(size))
      const box = inbox(store, account)
      const [entry] = store.listMessages(box.id)
      const content = store.content(entry!)!
      const reading = content.read(0, size)
      if (size > 262_144) assert.equal(reading.next().done, false)
      await store.expunge(box.id, [1])
      assert.throws(() => [...reading], ContentGoneError)
      assert.throws(() => [...content.read(0, 1)], ContentGoneError)
      assert.throws(() => content.header(), ContentGoneError)
      assert.equal(store.content(entry!), undefined)
    })

  property(subject, 'a copy keeps the bytes alive', async (store) => {
    const account = await newAccount(store)
    const other = (await store.createMailbox(account.id, 'Other'))!
    const box = inbox(store, account)
    for (const size of [3000, 700_001]) await deliverTo(store, [account], noise(size))
    await store.copy(box.id, [1, 2], other.id, { move: false, quotaBytes: 1e9 })
    await store.expunge(box.id, [1, 2])
    const copies = store.listMessages(other.id)
    assert.ok(bytesOf(store, copies[0]!).equals(noise(3000)))
    assert.ok(bytesOf(store, copies[1]!).equals(noise(700_001)))
    await store.expunge(other.id, [1, 2])
    for (const copy of copies) assert.equal(store.content(copy), undefined)
  })
}
