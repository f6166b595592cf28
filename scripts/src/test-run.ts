import { run } from 'node:test'
import { spec } from 'node:test/reporters'

export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export const noTests: Tally = { passed: 0, failed: 0, skipped: 0 }

export const add = (a: Tally, b: Tally): Tally => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
})

/**
 * Runs test files, each in a process of its own, and prints them in node:test's spec form.
 *
 * @param concurrency files at a time
 * @param timeout milliseconds for one test
 * @param budget milliseconds for all; what still runs then is ended and counts as failed, so that a file which left
 *   something open cannot hold up the run. (Node's own forced exit loses reports of tests that did run.)
 * @returns the leaf tests counted; a file that dies counts as failed
 */
export async function runTests(
  files: readonly string[],
  concurrency: number,
  timeout: number,
  budget: number,
): Promise<Tally> {
  let tally = noTests
  const events = run({ files: [...files], concurrency, timeout, signal: AbortSignal.timeout(budget) })
  events.on('test:summary', ({ file, counts }) => {
    if (file !== undefined) return
    tally = {
      passed: counts.passed,
      failed: counts.tests - counts.passed - counts.skipped - counts.todo,
      skipped: counts.skipped + counts.todo,
    }
  })
  const report = events.compose(spec)
  report.pipe(process.stdout, { end: false })
  await new Promise<void>((resolve, reject) => {
    report.on('end', resolve)
    report.on('error', reject)
  })
  return tally
}
