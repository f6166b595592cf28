import { test } from 'node:test'
import { run } from './run.ts'
import { targets } from './targets/all.ts'

for (const { target, short } of targets) {
  test(`${target.name}: ${short} changed inputs are taken as such`, { timeout: 60_000 }, async () => {
    await run(target, { seed: 1, inputs: short, until: Number.POSITIVE_INFINITY })
  })
}
