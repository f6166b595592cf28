import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { withFloor } from './floor/floor.ts'
import { measureChat } from './measure/chat.ts'
import { measureConnections } from './measure/connections.ts'
import { measureLarge } from './measure/large.ts'
import { measureRest } from './measure/rest.ts'
import { measureStored } from './measure/stored.ts'
import { measureThroughput } from './measure/throughput.ts'
import { type Result, tableOf } from './result.ts'
import { peerFrom, type Target, withRoost } from './target.ts'

const help = `npm run bench -- [options]
  --program FILE    the single executable; by default dist/roost-linux-${process.arch}
  --folder FOLDER   where the mail is kept meanwhile, on the disk to be measured; by default ${tmpdir()}
  --peer LIST       another server that runs: NAME,DOMAIN,IMAPS,SUBMISSIONS,DATA,PROCESSES
  --runs COUNT      of each row of the chat table; by default 5
  --rtt MS          round-trip time between the clients of the chat table and each server; by default 25
  --only NAMES      chat,rest,throughput,idle,storm,crowd,large,stored; by default all
`

const { values } = parseArgs({
  options: {
    program: { type: 'string', default: join(import.meta.dirname, `../../dist/roost-linux-${process.arch}`) },
    folder: { type: 'string', default: tmpdir() },
    peer: { type: 'string', multiple: true, default: [] },
    runs: { type: 'string', default: '5' },
    rtt: { type: 'string', default: '25' },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

const program = resolve(values.program)
if (values.help || !existsSync(program)) {
  process.stderr.write(
    existsSync(program) ? help : `${program} is missing: scripts/build --server makes it.\n\n${help}`,
  )
  process.exit(values.help ? 0 : 2)
}

if (!/^[1-9]\d{0,2}$/.test(values.runs) || !/^\d{1,4}$/.test(values.rtt)) {
  process.stderr.write(`--runs is a count from 1 to 999, --rtt milliseconds from 0 to 9999.\n\n${help}`)
  process.exit(2)
}

const peers = values.peer.map(peerFrom)
/** Runs a measurement on a fresh Roost, then on each peer. */
const onEach = async (measure: (target: Target) => Promise<Result[]>): Promise<Result[]> => {
  const results = await withRoost(program, values.folder, measure)
  for (const peer of peers) results.push(...(await measure(peer)))
  return results
}

/** 3 kB of ciphertext, as a sentence in a chat with two devices each. */
const chat = { senders: 200, each: 10, octets: 3_000, parallel: 32, processes: 2 }
const quiet = { processes: 2, settleMs: 5_000, perSecond: 0, flowSeconds: 0 }

const measurements: Readonly<Record<string, () => Promise<Result[]>>> = {
  chat: () =>
    withFloor((floor) =>
      withRoost(program, values.folder, (roost) =>
        measureChat(roost, floor, peers, {
          folder: values.folder,
          runs: Number(values.runs),
          roundTripMs: Number(values.rtt),
        }),
      ),
    ),
  rest: () => measureRest(program, values.folder),
  throughput: async () => {
    const own = await withRoost(program, values.folder, (target) => measureThroughput(target, chat))
    const results = own.results
    for (const peer of peers) {
      const theirs = await measureThroughput(peer, chat)
      results.push(
        ...theirs.results.map(({ goal: _, ...result }) => result),
        {
          what: `delivered, times ${peer.name}`,
          who: 'roost',
          value: own.deliveredPerSecond / theirs.deliveredPerSecond,
          unit: '',
          goal: { atLeast: 10 },
        },
        {
          what: `written, of ${peer.name}`,
          who: 'roost',
          value: own.diskKib / theirs.diskKib,
          unit: '',
          goal: { atMost: 0.2 },
        },
      )
    }
    return results
  },
  // A household's phones; servers that put connections to sleep do so after half a minute.
  idle: () =>
    onEach((target) =>
      measureConnections(target, {
        ...quiet,
        people: 500,
        each: 4,
        settleMs: peers.length > 0 ? 60_000 : 5_000,
      }),
    ),
  storm: () =>
    withRoost(program, values.folder, (target) =>
      measureConnections(target, { ...quiet, people: 2_000, each: 1 }),
    ),
  crowd: () =>
    withRoost(
      program,
      values.folder,
      (target) =>
        measureConnections(target, { ...quiet, people: 1_000, each: 10, perSecond: 60, flowSeconds: 20 }),
      // All clients have the same address here.
      ['limits.imap_connections=25000'],
    ),
  stored: () => measureStored(program, values.folder, { accounts: 100_000, messages: 1_000_000 }, chat),
  large: () =>
    withRoost(program, values.folder, (target) =>
      measureLarge(target, { senders: 50, octets: 25 * 2 ** 20 }),
    ),
}

const names = values.only?.split(',') ?? Object.keys(measurements)
const results: Result[] = []
for (const name of names) {
  const measure = measurements[name]
  if (measure === undefined) throw new Error(`there is no measurement "${name}"\n${help}`)
  process.stderr.write(`${name} …\n`)
  results.push(...(await measure()))
}
process.stdout.write(`${tableOf(results)}\n`)
