import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Mailbox, MessageEntry } from '../store/store.ts'
import { imapLimits } from './limits.ts'
import { View } from './view.ts'

/** A mailbox one can change by hand: `uid: modseq`. */
const mailboxOf = (messages: Readonly<Record<number, number>>, uidNext: number, highestModseq: number) => {
  const entries = Object.entries(messages).map(
    ([uid, modseq]): MessageEntry => ({
      uid: Number(uid),
      modseq,
      flags: 0,
      keywords: [],
      internalDate: 0,
      size: 1,
      contentId: 1,
    }),
  )
  const mailbox = { uidNext, highestModseq, messages: entries.length } as Mailbox
  return { entries, mailbox }
}

type State = Parameters<typeof mailboxOf>
interface Case {
  readonly name: string
  readonly before: State
  readonly after: State
  readonly expunge?: false
  readonly own?: readonly (readonly [number, number])[]
  readonly expunged?: readonly number[]
  readonly exists?: number
  readonly changed?: readonly number[]
  /** UIDs by sequence number afterwards. */
  readonly view: readonly number[]
}

const cases: readonly Case[] = [
  { name: 'nothing happened', before: [{ 1: 1, 2: 2 }, 3, 2], after: [{ 1: 1, 2: 2 }, 3, 2], view: [1, 2] },
  { name: 'one arrived', before: [{ 1: 1 }, 2, 1], after: [{ 1: 1, 2: 2 }, 3, 2], exists: 2, view: [1, 2] },
  { name: 'first arrival', before: [{}, 1, 0], after: [{ 1: 1 }, 2, 1], exists: 1, view: [1] },
  {
    name: 'arrived and gone again',
    before: [{ 1: 1 }, 2, 1],
    after: [{ 1: 1 }, 3, 3],
    view: [1],
  },
  {
    name: 'expunged in the middle, told from the end',
    before: [{ 1: 1, 2: 2, 3: 3, 4: 4 }, 5, 4],
    after: [{ 1: 1, 3: 3 }, 5, 6],
    expunged: [4, 2],
    view: [1, 3],
  },
  {
    name: 'expunge held back',
    before: [{ 1: 1, 2: 2 }, 3, 2],
    after: [{ 2: 2 }, 3, 3],
    expunge: false,
    view: [1, 2],
  },
  {
    name: 'expunge held back while one arrives: numbers do not shift',
    before: [{ 1: 1, 2: 2 }, 3, 2],
    after: [{ 2: 2, 3: 4 }, 4, 4],
    expunge: false,
    exists: 3,
    view: [1, 2, 3],
  },
  {
    name: 'one expunged and one arrived: same count',
    before: [{ 1: 1, 2: 2 }, 3, 2],
    after: [{ 2: 2, 3: 4 }, 4, 4],
    expunged: [1],
    exists: 2,
    view: [2, 3],
  },
  {
    name: 'flags changed',
    before: [{ 1: 1, 2: 2 }, 3, 2],
    after: [{ 1: 3, 2: 2 }, 3, 3],
    changed: [1],
    view: [1, 2],
  },
  {
    name: 'own change is not told again',
    before: [{ 1: 1, 2: 2 }, 3, 2],
    after: [{ 1: 3, 2: 4 }, 3, 4],
    own: [[1, 3]],
    changed: [2],
    view: [1, 2],
  },
  {
    name: 'somebody else changed it after me',
    before: [{ 1: 1 }, 2, 1],
    after: [{ 1: 3 }, 2, 3],
    own: [[1, 2]],
    changed: [1],
    view: [1],
  },
  {
    name: 'flags changed and one arrived in the same step',
    before: [{ 1: 1 }, 2, 1],
    after: [{ 1: 2, 2: 3 }, 3, 3],
    exists: 2,
    changed: [1],
    view: [1, 2],
  },
  {
    name: 'a new message that was flagged at once is only new',
    before: [{ 1: 1 }, 2, 1],
    after: [{ 1: 1, 2: 3 }, 3, 3],
    exists: 2,
    view: [1, 2],
  },
  { name: 'all gone', before: [{ 1: 1, 2: 2 }, 3, 2], after: [{}, 3, 3], expunged: [2, 1], view: [] },
]

for (const row of cases) {
  test(`view: ${row.name}`, () => {
    const before = mailboxOf(...row.before)
    const after = mailboxOf(...row.after)
    const view = new View(before.mailbox, before.entries)
    const list = (from: number, to: number) =>
      after.entries.filter((entry) => entry.uid >= from && entry.uid <= to)
    const changes = view.refresh(after.mailbox, list, row.expunge !== false, new Map(row.own ?? []))
    assert.deepEqual(changes.expunged, row.expunged ?? [])
    assert.equal(changes.exists, row.exists)
    assert.deepEqual(
      changes.changed.map((entry) => entry.uid),
      row.changed ?? [],
    )
    assert.equal(view.count, row.view.length)
    for (const [index, uid] of row.view.entries()) {
      assert.equal(view.uidAt(index + 1), uid)
      assert.equal(view.sequenceOf(uid), index + 1)
    }
    if (row.expunge === false) return
    const again = view.refresh(after.mailbox, list, true)
    assert.deepEqual(again, { expunged: [], exists: undefined, changed: [] }, 'told once')
  })
}

test('view: what was held back is told at the next chance', () => {
  const before = mailboxOf({ 1: 1, 2: 2, 3: 3 }, 4, 3)
  const after = mailboxOf({ 1: 1, 3: 3 }, 4, 4)
  const view = new View(before.mailbox, before.entries)
  const list = (from: number, to: number) =>
    after.entries.filter((entry) => entry.uid >= from && entry.uid <= to)
  assert.deepEqual(view.refresh(after.mailbox, list, false).expunged, [])
  assert.deepEqual(view.refresh(after.mailbox, list, true).expunged, [2])
})

test('view: sequence ranges behind UID sets', () => {
  const { mailbox, entries } = mailboxOf({ 2: 1, 5: 2, 6: 3, 9: 4 }, 10, 4)
  const view = new View(mailbox, entries)
  assert.deepEqual(view.sequences([[1, 4_294_967_295]], true), [[1, 4]])
  assert.deepEqual(view.sequences([[3, 4]], true), [])
  assert.deepEqual(
    view.sequences(
      [
        [5, 6],
        [9, 9],
      ],
      true,
    ),
    [
      [2, 3],
      [4, 4],
    ],
  )
  assert.deepEqual(view.sequences([[2, 3]], false), [[2, 3]])
})

test('view: windows are bounded and cover everything', () => {
  const uids = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [index * 2 + 1, 1]))
  const { mailbox, entries } = mailboxOf(uids, 1000, 1)
  const windows = [...new View(mailbox, entries).windows([[1, 300]])]
  assert.equal(windows.length, Math.ceil(300 / imapLimits.window))
  assert.deepEqual([windows[0]![0], windows.at(-1)![1]], [1, 599])
})
