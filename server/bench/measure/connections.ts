import { setTimeout as delay } from 'node:timers/promises'
import { atOnce } from '../load/at-once.ts'
import { Clients, deal } from '../load/clients.ts'
import { openImap } from '../load/imap.ts'
import { newPeople, type Person } from '../load/people.ts'
import type { Result } from '../result.ts'
import type { Target } from '../target.ts'

export interface ConnectionsShape {
  readonly people: number
  /** IMAP connections of each. */
  readonly each: number
  readonly processes: number
  /** How long to wait before the memory of what idles is read: what hibernates needs a while. */
  readonly settleMs: number
  /** Messages a second that flow while they idle, and for how long; 0 for none. */
  readonly perSecond: number
  readonly flowSeconds: number
}

/** The people's first logins, which make the accounts; then all connect at once and idle, and mail flows. */
export const measureConnections = async (target: Target, shape: ConnectionsShape): Promise<Result[]> => {
  const { people: count, each, processes, settleMs, perSecond, flowSeconds } = shape
  const total = count * each
  const people = newPeople(count, target.domain)
  await atOnce(people, 8, async (person) => (await openImap(target.imaps, person)).close())
  const before = target.usage()
  const shares = deal(people, processes).map((share) => ({
    people: share,
    each,
    parallel: 1_000 / processes,
  }))
  const clients = await Clients.prepare('idle', target, shares)
  try {
    const { errors, tookMs } = await clients.go()
    const stormed = target.usage()
    await delay(settleMs)
    const idle = target.usage()
    const row = (what: string, value: number, unit: string): Result => ({
      what,
      who: target.name,
      value,
      unit,
    })
    const results: Result[] = [
      { ...row(`${total} logins at once`, total / (tookMs / 1000), '/s'), goal: { atLeast: 300 } },
      { ...row('logins that failed', errors.length, ''), goal: { atMost: 0 } },
      row('processor per login', ((stormed.cpuSeconds - before.cpuSeconds) * 1000) / total, 'ms'),
      {
        ...row('an idle connection', (idle.memory - before.memory) / 1024 / total, 'KiB'),
        goal: { atMost: 55 },
      },
      { ...row(`memory with ${total} idle`, idle.memory / 2 ** 20, 'MiB'), goal: { atMost: 700 } },
    ]
    if (errors.length > 0) process.stderr.write(`${errors[0]}\n`)
    if (perSecond > 0) results.push(...(await measureFlow(target, people, perSecond, flowSeconds)))
    return results
  } finally {
    clients.end()
  }
}

/** A quiet evening: mail at a steady rate while everybody is connected. */
const measureFlow = async (
  target: Target,
  people: readonly Person[],
  perSecond: number,
  seconds: number,
): Promise<Result[]> => {
  const senders = people.slice(0, perSecond)
  const flow = await Clients.prepare('send', target, [
    {
      people: senders,
      recipients: people.map(({ address }) => address),
      each: seconds,
      octets: 3_000,
      parallel: senders.length,
      everyMs: 1_000,
    },
  ])
  try {
    const { latencies, errors, tookMs } = await flow.go()
    const { memory } = target.usage()
    const row = (what: string, value: number, unit: string): Result => ({
      what,
      who: target.name,
      value,
      unit,
    })
    return [
      row('mail that flows meanwhile', (latencies.length - errors.length) / (tookMs / 1000), '/s'),
      { ...row('memory with that', memory / 2 ** 20, 'MiB'), goal: { atMost: 700 } },
    ]
  } finally {
    flow.end()
  }
}
