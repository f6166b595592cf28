import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressLadder, boxLadder, createThrottle } from './throttle.ts'

function atTime() {
  const time = { ms: 1_000_000 }
  return { time, throttle: createThrottle(() => time.ms) }
}

test('ten wrong codes: five are free, then the wait doubles', () => {
  const { time, throttle } = atTime()
  const waits: number[] = []
  for (let wrong = 1; wrong <= 10; wrong++) {
    time.ms += throttle.wait('10.0.0.9')
    waits.push(throttle.failed('10.0.0.9') / 1000)
  }
  assert.deepEqual(waits, [0, 0, 0, 0, 5, 10, 20, 40, 80, 160])
})

test('the wait ends by itself, never exceeds the cap, and asking does not lengthen it', () => {
  const { time, throttle } = atTime()
  for (let wrong = 0; wrong < 25; wrong++) {
    time.ms += throttle.wait('a')
    throttle.failed('a')
  }
  assert.equal(throttle.wait('a'), addressLadder.capMs)
  time.ms += addressLadder.capMs - 1
  assert.equal(throttle.wait('a'), 1)
  time.ms += 1
  assert.equal(throttle.wait('a'), 0)
})

test('a neighbour who guesses from one address does not hold up the owner', () => {
  const { time, throttle } = atTime()
  for (let wrong = 0; wrong < 12; wrong++) {
    time.ms += throttle.wait('neighbour')
    throttle.failed('neighbour')
  }
  assert.ok(throttle.wait('neighbour') > 0)
  assert.equal(throttle.wait('owner'), 0)
})

test('changing addresses runs into the ladder of the box, which stays short for the owner', () => {
  const { time, throttle } = atTime()
  let guesses = 0
  const end = time.ms + 3_600_000
  while (time.ms < end) {
    throttle.failed(`address ${guesses++}`)
    time.ms += throttle.wait('fresh')
  }
  assert.ok(guesses < 760, `${guesses} guesses in an hour`)
  assert.ok(throttle.wait('owner') <= boxLadder.capMs)
})

test('memory is bounded, the oldest address goes first', () => {
  const throttle = createThrottle(() => 0, { address: addressLadder, box: boxLadder }, 3)
  for (const address of ['a', 'b', 'c', 'a', 'd']) throttle.failed(address)
  assert.equal(throttle.size, 3)
})

test('the right code and a quiet while both forget', () => {
  const { time, throttle } = atTime()
  for (let wrong = 0; wrong < 6; wrong++) throttle.failed('a')
  assert.ok(throttle.wait('a') > 0)
  throttle.succeeded('a')
  assert.equal(throttle.wait('a'), 0)
  for (let wrong = 0; wrong < 6; wrong++) throttle.failed('b')
  time.ms += addressLadder.forgetMs
  assert.equal(throttle.failed('b'), 0)
})

test('a clock that jumps back does not hold anybody longer than the cap', () => {
  const { time, throttle } = atTime()
  for (let wrong = 0; wrong < 6; wrong++) throttle.failed('a')
  time.ms = -1e12
  assert.equal(throttle.wait('a'), addressLadder.capMs)
})
