import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KeyedQueue } from './keyed-queue.ts'

test('queue: jobs of one key follow each other, keys do not wait for each other, and are forgotten', async () => {
  const queue = new KeyedQueue()
  const order: string[] = []
  const first = Promise.withResolvers<void>()
  const jobs = [
    queue.run(1, async () => {
      await first.promise
      order.push('first')
    }),
    queue.run(1, async () => {
      order.push('second')
      throw new Error('refused')
    }),
    queue.run(1, async () => order.push('third')),
    queue.run(2, async () => {
      order.push('other')
      first.resolve()
    }),
  ]
  const results = await Promise.allSettled(jobs)
  assert.deepEqual(order, ['other', 'first', 'second', 'third'])
  assert.deepEqual(
    results.map((result) => result.status),
    ['fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
  )
  await new Promise(setImmediate)
  assert.equal(queue.size, 0)
})
