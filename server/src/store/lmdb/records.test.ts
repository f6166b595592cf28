import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  CONTENT_HEAD,
  CorruptRecordError,
  decodeAccount,
  decodeContent,
  decodeCounters,
  decodeEntry,
  decodeMailbox,
  decodeUsage,
  encodeAccount,
  encodeContent,
  encodeCounters,
  encodeEntry,
  encodeMailbox,
  encodeUsage,
} from './records.ts'

const BIG = 2 ** 48 - 1
const WORD = 2 ** 32 - 1

test('accounts survive the way to bytes and back', () => {
  for (const account of [
    { address: 'a@b', passwordHash: '', createdDay: 0, lastLoginDay: 0, nextOrdinal: 1 },
    {
      address: `${'ä'.repeat(60)}@example.org`,
      passwordHash: '$argon2id$v=19$m=8192,t=2,p=1$salt$tag',
      createdDay: WORD,
      lastLoginDay: WORD,
      nextOrdinal: WORD,
    },
  ])
    assert.deepEqual(decodeAccount(encodeAccount(account)), account)
})

test('mailboxes, usage and counters do too', () => {
  const mailbox = {
    name: 'Größe/日本語',
    uidValidity: WORD,
    uidNext: WORD,
    messages: WORD,
    bytes: BIG,
    highestModseq: BIG,
    oldestDay: WORD,
    oldestLargeDay: WORD,
  }
  const bytes = encodeMailbox(mailbox)
  assert.deepEqual(decodeMailbox(bytes), mailbox)
  const format1 = Buffer.concat([Buffer.from([1]), bytes.subarray(1, 25), bytes.subarray(33)])
  assert.deepEqual(decodeMailbox(format1), { ...mailbox, oldestDay: 0, oldestLargeDay: 0 })
  assert.deepEqual(decodeUsage(encodeUsage({ messages: WORD, bytes: BIG })), { messages: WORD, bytes: BIG })
  const counters = { accounts: 1, nextAccountId: WORD, lastUidValidity: WORD }
  assert.deepEqual(decodeCounters(encodeCounters(counters)), counters)
})

test('message entries keep keywords apart and whole seconds', () => {
  const entry = { flags: 31, internalDate: 1_800_000_000_000, size: WORD, modseq: BIG, contentId: BIG }
  for (const keywords of [[], ['$Forwarded'], ['a', 'bc', '$MDNSent', 'ü']])
    assert.deepEqual(decodeEntry(7, encodeEntry({ ...entry, keywords })), { ...entry, keywords, uid: 7 })
  const odd = decodeEntry(1, encodeEntry({ ...entry, keywords: [], internalDate: 1999 }))
  assert.equal(odd.internalDate, 1000)
})

test('a content record carries its bytes behind its head', () => {
  const head = { references: WORD, headerSize: 17, size: BIG, chunkBytes: 131_056 }
  const bytes = encodeContent(head, [Buffer.from('ab'), Buffer.from('c')])
  assert.deepEqual(decodeContent(bytes), head)
  assert.equal(bytes.toString('latin1', CONTENT_HEAD), 'abc')
  assert.equal(encodeContent(head).length, CONTENT_HEAD)
})

test('a delivery is small: its three records have under 130 octets', () => {
  const mailbox = encodeMailbox({
    name: 'INBOX',
    uidValidity: 1,
    uidNext: 1,
    messages: 1,
    bytes: 1,
    highestModseq: 1,
    oldestDay: 1,
    oldestLargeDay: 1,
  })
  const entry = encodeEntry({ flags: 0, keywords: [], internalDate: 0, size: 1, modseq: 1, contentId: 1 })
  const usage = encodeUsage({ messages: 1, bytes: 1 })
  assert.ok(mailbox.length + entry.length + usage.length < 130)
})

test('foreign, short and later records are refused, not guessed at', () => {
  const decoders = [
    decodeAccount,
    decodeUsage,
    decodeMailbox,
    (bytes: Buffer) => decodeEntry(1, bytes),
    decodeContent,
    decodeCounters,
  ]
  for (const decode of decoders)
    for (const bytes of [Buffer.alloc(0), Buffer.from([1]), Buffer.alloc(100), Buffer.alloc(100, 3)])
      assert.throws(() => decode(bytes), CorruptRecordError)
})

test('numbers that do not fit are refused before they are written', () => {
  assert.throws(() => encodeUsage({ messages: -1, bytes: 0 }), RangeError)
  assert.throws(() => encodeUsage({ messages: 0, bytes: 2 ** 48 }), RangeError)
})
