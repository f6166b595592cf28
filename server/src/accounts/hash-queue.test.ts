import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BusyError, HashQueue } from './hash-queue.ts'

const settle = () => new Promise(setImmediate)

test('runs so many at once, lets so many wait, refuses the next', async () => {
  const queue = new HashQueue(2, 3)
  const started: number[] = []
  const ends: (() => void)[] = []
  const task = (n: number) =>
    queue.run(() => {
      started.push(n)
      return new Promise<number>((resolve) => ends.push(() => resolve(n)))
    })
  const accepted = [0, 1, 2, 3, 4].map(task)
  await assert.rejects(task(5), BusyError)
  assert.deepEqual(started, [0, 1])
  ends[0]!()
  await settle()
  assert.deepEqual(started, [0, 1, 2])
  const late = task(6)
  await assert.rejects(task(7), BusyError)
  for (let i = 1; i < 6; i++) {
    ends[i]!()
    await settle()
  }
  assert.deepEqual(await Promise.all([...accepted, late]), [0, 1, 2, 3, 4, 6])
  assert.deepEqual(started, [0, 1, 2, 3, 4, 6])
})

test('a task that fails gives its place to the next', async () => {
  const queue = new HashQueue(1, 1)
  const failing = queue.run(() => Promise.reject(new Error('no')))
  const next = queue.run(async () => 'yes')
  await assert.rejects(failing, /no/)
  assert.equal(await next, 'yes')
  assert.equal(await queue.run(async () => 'again'), 'again')
})
