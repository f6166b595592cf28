import { parseArgs } from 'node:util'
import { run } from './run.ts'
import { targets } from './targets/all.ts'

const usage = `npm run fuzz -- [--target NAME] [--seed N] [--inputs N] [--minutes N]

Feeds changed inputs to everything that strangers reach, until something is wrong or the time is over.
A failure names the command that replays it.

  --target   only this one of: ${targets.map(({ target }) => target.name).join(' ')}
  --seed     of the first input; those after it count up (default: from the clock)
  --inputs   at most so many for each target
  --minutes  for all targets together (default 1)`

const { values } = parseArgs({
  options: {
    target: { type: 'string' },
    seed: { type: 'string' },
    inputs: { type: 'string' },
    minutes: { type: 'string' },
    help: { type: 'boolean' },
  },
})

const chosen = targets.filter(({ target }) => values.target === undefined || target.name === values.target)
if (values.help || chosen.length === 0) {
  console.log(usage)
  process.exit(values.help ? 0 : 2)
}

const seed = Number(values.seed ?? Math.floor(Date.now() / 1000))
const each = (Number(values.minutes ?? 1) * 60_000) / chosen.length
let failed = false
for (const { target } of chosen) {
  try {
    const until = performance.now() + each
    const tried = await run(target, {
      seed,
      inputs: Number(values.inputs ?? Number.POSITIVE_INFINITY),
      until,
    })
    console.log(`${target.name}: ${tried} inputs from seed ${seed} on, nothing found`)
  } catch (error) {
    failed = true
    console.error(error)
  }
}
process.exit(failed ? 1 : 0)
