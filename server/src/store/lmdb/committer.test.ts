import assert from 'node:assert/strict'
import { test } from 'node:test'
import { StoreFullError } from '../store.ts'
import { Committer } from './committer.ts'
import type { Engine } from './engine.ts'

const settle = () => new Promise(setImmediate)

/** An engine whose commits and flushes the test controls. */
const controlled = () => {
  const transactions: { operations: number; flush: () => void }[] = []
  let operations = 0
  const failures: unknown[] = []
  const engine: Engine = {
    table: () => {
      throw new Error('no tables here')
    },
    transact: async (work) => {
      operations = 0
      const result = work()
      const count = operations
      await settle()
      if (failures.length > 0) throw failures.shift()
      const { promise, resolve } = Promise.withResolvers<void>()
      transactions.push({ operations: count, flush: resolve })
      return { result, flushed: promise }
    },
    close: async () => undefined,
  }
  const counted =
    <T>(value: T) =>
    () => {
      operations++
      return value
    }
  return { engine, transactions, failures, counted }
}

test('what is asked for in one turn, and what comes during a commit, shares a transaction', async () => {
  const { engine, transactions, counted } = controlled()
  const committer = new Committer(engine, counted(0))
  const first = [1, 2, 3].map((n) => committer.write(counted(n)))
  await Promise.resolve()
  await Promise.resolve()
  const second = [4, 5].map((n) => committer.write(counted(n)))
  await settle()
  await settle()
  await settle()
  assert.deepEqual(
    transactions.map(({ operations }) => operations),
    [3, 2],
  )
  for (const { flush } of transactions) flush()
  assert.deepEqual(await Promise.all([...first, ...second]), [1, 2, 3, 4, 5])
})

test('an answer waits for the flush; one that need not be durable does not', async () => {
  const { engine, transactions, counted } = controlled()
  const committer = new Committer(engine, counted(0))
  let durable = false
  const waiting = committer.write(counted('durable')).then(() => {
    durable = true
  })
  assert.equal(await committer.write(counted('visible'), { durable: false }), 'visible')
  await settle()
  assert.equal(durable, false)
  transactions[0]!.flush()
  await waiting
})

test('no more than two flushes are under way', async () => {
  const { engine, transactions, counted } = controlled()
  const committer = new Committer(engine, counted(0))
  const writes: Promise<number>[] = []
  for (let n = 0; n < 5; n++) {
    writes.push(committer.write(counted(n)))
    await settle()
    await settle()
  }
  assert.deepEqual(
    transactions.map(({ operations }) => operations),
    [1, 1],
  )
  transactions[0]!.flush()
  for (let i = 0; i < 5; i++) await settle()
  assert.deepEqual(
    transactions.map(({ operations }) => operations),
    [1, 1, 3],
  )
  for (const { flush } of transactions) flush()
  await Promise.all(writes)
})

test('a heavy operation fills a transaction alone', async () => {
  const { engine, transactions, counted } = controlled()
  const committer = new Committer(engine, counted(0))
  const writes = [200, 100, 1, 5000, 1].map((weight) => committer.write(counted(weight), { weight }))
  for (let i = 0; i < 20; i++) {
    await settle()
    for (const { flush } of transactions) flush()
  }
  await Promise.all(writes)
  assert.deepEqual(
    transactions.map(({ operations }) => operations),
    [1, 2, 1, 1],
  )
})

test('an operation that throws fails alone', async () => {
  const { engine, transactions, counted } = controlled()
  const committer = new Committer(engine, counted(0))
  const fine = committer.write(counted('fine'))
  const bad = committer.write(() => {
    throw new RangeError('bad')
  })
  const also = committer.write(counted('also'))
  const outcomes = Promise.allSettled([fine, bad, also])
  for (let i = 0; i < 20; i++) {
    await settle()
    for (const { flush } of transactions) flush()
  }
  assert.deepEqual(
    (await outcomes).map((outcome) =>
      outcome.status === 'fulfilled' ? outcome.value : String(outcome.reason),
    ),
    ['fine', 'RangeError: bad', 'also'],
  )
})

const FULL_CODES = [28, 122, 27, 5, -30792, -30788]
const failure = (code: number) => Object.assign(new Error('failed'), { code })

for (const code of FULL_CODES)
  test(`error ${code} means full: a small commit frees pages, then there is one more try`, async () => {
    const { engine, transactions, failures, counted } = controlled()
    const committer = new Committer(engine, counted(0))
    const write = committer.write(counted('kept'))
    failures.push(failure(code))
    for (let i = 0; i < 10; i++) {
      await settle()
      for (const { flush } of transactions) flush()
    }
    assert.equal(await write, 'kept')
    assert.equal(transactions.length, 2)
    failures.push(failure(code), failure(code), failure(code))
    await assert.rejects(committer.write(counted(1)), StoreFullError)
  })

test('other failures of a commit stay what they are', async () => {
  const { engine, failures, counted } = controlled()
  failures.push(failure(13))
  await assert.rejects(new Committer(engine, counted(0)).write(counted(1)), { code: 13 })
})

test('closing waits for what is under way and refuses the rest', async () => {
  const { engine, transactions, counted } = controlled()
  const committer = new Committer(engine, counted(0))
  const write = committer.write(counted(1))
  let closed = false
  const closing = committer.close().then(() => {
    closed = true
  })
  await assert.rejects(committer.write(counted(2)), /closed/)
  for (let i = 0; i < 5; i++) await settle()
  assert.equal(closed, false)
  transactions[0]!.flush()
  assert.equal(await write, 1)
  await closing
})
