import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Random } from './random.ts'
import type { Opened, Target } from './target.ts'

/** One input may take this long; a busy machine gets its share. */
const SLOW_MS = 1000
/** Inputs between two looks at the memory, and what may stay in use after them beyond the start, in octets. */
const MEMORY_EVERY = 5000
const MEMORY_GROWTH = 48 * 2 ** 20

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** How long a run goes on: up to a number of inputs, and up to an instant of `performance.now()`. */
export interface Bounds {
  readonly seed: number
  readonly inputs: number
  readonly until: number
}

/** A failure with what replays it. */
export class Found extends Error {
  override name = 'Found'
  constructor(target: string, seed: number, cause: unknown) {
    super(`npm run fuzz -- --target ${target} --seed ${seed} --inputs 1`, { cause })
  }
}

/** Feeds one target. @returns how many inputs were tried @throws Found */
export const run = async (target: Target, { seed, inputs, until }: Bounds): Promise<number> => {
  const strays: unknown[] = []
  const stray = (error: unknown): void => void strays.push(error)
  process.on('unhandledRejection', stray).on('uncaughtException', stray)
  const opened = await target.open()
  let current = seed
  let tried = 0
  try {
    const used = memory()
    for (; tried < inputs && performance.now() < until; tried++) {
      current = seed + tried
      await timed(opened, current)
      // Strays surface when the microtasks are done; a turn for each input would cost more than most inputs.
      if (tried % 64 === 63) await new Promise(setImmediate)
      if (strays.length > 0) throw strays[0]
      if (tried % MEMORY_EVERY === MEMORY_EVERY - 1) used()
    }
    await new Promise(setImmediate)
    if (strays.length > 0) throw strays[0]
  } catch (error) {
    throw new Found(target.name, current, error)
  } finally {
    await opened.close()
    process.off('unhandledRejection', stray).off('uncaughtException', stray)
  }
  return tried
}

const timed = async (opened: Opened, seed: number): Promise<void> => {
  const started = performance.now()
  const busy = process.cpuUsage()
  const running = opened.tryOne(new Random(seed))
  if (running !== undefined) await running
  if (performance.now() - started < SLOW_MS) return
  const { user, system } = process.cpuUsage(busy)
  // time that other programs took is not ours
  if ((user + system) / 1000 >= SLOW_MS)
    throw new Error(`took ${Math.round((user + system) / 1000)} ms of CPU`)
}

/** Remembers what is in use now; the returned function throws once much more stays in use. */
const memory = (): (() => void) => {
  const inUse = (): number => {
    collectGarbage()
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  }
  let first: number | undefined
  return () => {
    const now = inUse()
    // the first look comes after everything has been used once
    first ??= now
    if (now - first > MEMORY_GROWTH)
      throw new Error(`memory grew by ${((now - first) / 2 ** 20).toFixed()} MiB`)
  }
}
