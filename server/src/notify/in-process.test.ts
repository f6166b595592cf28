import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createNotifier } from './in-process.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('notifier: one wake per turn, never inside publish, only for watchers of that mailbox', async () => {
  const notifier = createNotifier()
  const woken: string[] = []
  notifier.watch(1, () => woken.push('a'))
  notifier.watch(1, () => woken.push('b'))
  notifier.watch(2, () => woken.push('other'))
  notifier.publish(1)
  notifier.publish(1)
  assert.deepEqual(woken, [])
  await turn()
  assert.deepEqual(woken, ['a', 'b'])
  notifier.publish(1)
  await turn()
  assert.equal(woken.length, 4)
})

test('notifier: stopping twice is harmless and the size returns to zero', async () => {
  const notifier = createNotifier()
  const woken: number[] = []
  const wake = (): void => void woken.push(1)
  const stops = [notifier.watch(1, wake), notifier.watch(1, wake)]
  assert.equal(notifier.size, 1)
  notifier.publish(1)
  stops[0]!()
  stops[0]!()
  await turn()
  assert.equal(woken.length, 1, 'a watcher that stopped after publish is not woken')
  stops[1]!()
  assert.equal(notifier.size, 0)
  notifier.publish(1)
  await turn()
  assert.equal(woken.length, 1)
})

test('notifier: a watcher may stop itself and publish while it is woken', async () => {
  const notifier = createNotifier()
  let woken = 0
  const stop = notifier.watch(1, () => {
    woken++
    stop()
    notifier.publish(2)
  })
  notifier.watch(2, () => woken++)
  notifier.publish(1)
  await turn()
  await turn()
  assert.equal(woken, 2)
})
