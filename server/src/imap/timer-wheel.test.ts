import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Deadline, TimerWheel } from './timer-wheel.ts'

const deadline = (fired: string[], name: string): Deadline => ({ slot: -1, expire: () => fired.push(name) })

test('wheel: fires once, never early, and is empty afterwards', () => {
  const wheel = new TimerWheel()
  const fired: string[] = []
  wheel.schedule(deadline(fired, 'a'), 2)
  wheel.tick()
  wheel.tick()
  assert.deepEqual(fired, [])
  wheel.tick()
  assert.deepEqual(fired, ['a'])
  for (let i = 0; i < 5000; i++) wheel.tick()
  assert.deepEqual(fired, ['a'])
  assert.equal(wheel.size, 0)
})

test('wheel: scheduling anew replaces, cancelling forgets', () => {
  const wheel = new TimerWheel()
  const fired: string[] = []
  const moved = deadline(fired, 'moved')
  const cancelled = deadline(fired, 'cancelled')
  wheel.schedule(moved, 1)
  wheel.schedule(moved, 1800)
  wheel.schedule(cancelled, 1)
  wheel.cancel(cancelled)
  wheel.cancel(cancelled)
  assert.equal(wheel.size, 1)
  for (let i = 0; i < 1800; i++) wheel.tick()
  assert.deepEqual(fired, [])
  wheel.tick()
  assert.deepEqual(fired, ['moved'])
})

test('wheel: an expiring deadline may schedule itself again', () => {
  const wheel = new TimerWheel()
  let fired = 0
  const again: Deadline = {
    slot: -1,
    expire() {
      fired++
      wheel.schedule(again, 1)
    },
  }
  wheel.schedule(again, 1)
  for (let i = 0; i < 10; i++) wheel.tick()
  assert.equal(fired, 5)
  wheel.cancel(again)
  assert.equal(wheel.size, 0)
})
