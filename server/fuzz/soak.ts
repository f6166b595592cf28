import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { soak } from './soak/kill.ts'

const usage = `npm run soak -- [--kills N] [--seed N]

Runs the server under load, kills it at random moments, starts it again on the same data, and checks that no
acknowledged message is lost, none is doubled, none comes back, and no UID is given twice.

  --kills  how often (default 200)
  --seed   of the moments (default: from the clock)`

const { values } = parseArgs({
  options: { kills: { type: 'string' }, seed: { type: 'string' }, help: { type: 'boolean' } },
})
if (values.help) {
  console.log(usage)
  process.exit(0)
}
const data = await mkdtemp(join(tmpdir(), 'roost-soak-'))
try {
  const seed = Number(values.seed ?? Date.now())
  const kills = Number(values.kills ?? 200)
  const { acknowledged, expunged } = await soak({
    ...{ data, kills, seed },
    onKill(count, ledger) {
      if (count % 10 === 0) console.log(`${count} kills, ${ledger.acknowledged} messages acknowledged`)
    },
  })
  console.log(
    `${kills} kills: ${acknowledged} acknowledged messages, ${expunged} expunged; none lost, none doubled`,
  )
} finally {
  await rm(data, { recursive: true })
}
