import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Leaving, sayGoodBye } from './good-bye.ts'

const times = { graceMs: 400, lingerMs: 100 }

/** A connection that is busy for `busyMs` and closes `closesMs` after its good-bye, or never. */
function connect(living: Set<Leaving>, busyMs: number, closesMs?: number) {
  const started = performance.now()
  const connection = {
    said: 0,
    destroyed: false,
    get busy() {
      return performance.now() - started < busyMs
    },
    leave() {
      this.said += 1
      if (closesMs !== undefined) setTimeout(() => living.delete(connection), busyMs + closesMs)
    },
    destroy() {
      this.destroyed = true
      living.delete(connection)
    },
  }
  living.add(connection)
  return connection
}

const timed = async (living: Set<Leaving>): Promise<number> => {
  const started = performance.now()
  await sayGoodBye(living, times)
  return performance.now() - started
}

test('nobody there: done at once', async () => {
  assert.ok((await timed(new Set())) < 50)
})

test('who closes after the good-bye is not cut off', async () => {
  const living = new Set<Leaving>()
  const polite = connect(living, 0, 20)
  await sayGoodBye(living, times)
  assert.deepEqual([polite.said, polite.destroyed], [1, false])
})

test('who does not close is cut off after the linger, long before the grace ends', async () => {
  const living = new Set<Leaving>()
  const asleep = connect(living, 0)
  const took = await timed(living)
  assert.equal(asleep.destroyed, true)
  assert.ok(took >= 100 && took < 350, String(took))
})

test('a command may finish, and then the linger begins', async () => {
  const living = new Set<Leaving>()
  const busy = connect(living, 150, 20)
  await sayGoodBye(living, times)
  assert.equal(busy.destroyed, false)
})

test('a command that never ends is cut off with the grace', async () => {
  const living = new Set<Leaving>()
  const stuck = connect(living, 60_000)
  const took = await timed(living)
  assert.equal(stuck.destroyed, true)
  assert.ok(took >= 400, String(took))
})
