import { setTimeout as delay } from 'node:timers/promises'
import { writtenToDisk } from '../disk.ts'
import { atOnce } from '../load/at-once.ts'
import { Clients, deal } from '../load/clients.ts'
import { openImap } from '../load/imap.ts'
import { newPeople } from '../load/people.ts'
import type { Result } from '../result.ts'
import type { Target } from '../target.ts'

export interface ThroughputShape {
  readonly senders: number
  /** Messages of each. */
  readonly each: number
  readonly octets: number
  /** Sends under way at once. */
  readonly parallel: number
  readonly processes: number
}

export interface Throughput {
  readonly deliveredPerSecond: number
  readonly cpuMs: number
  readonly diskKib: number
  readonly results: Result[]
}

/** Many people write to each other as fast as the server takes it; then it is waited until all is in the mailboxes. */
export const measureThroughput = async (target: Target, shape: ThroughputShape): Promise<Throughput> => {
  const { senders, each, octets, parallel, processes } = shape
  const people = newPeople(senders, target.domain)
  const recipients = people.map(({ address }) => address)
  const clients = await Clients.prepare(
    'send',
    target,
    deal(people, processes).map((share) => ({
      people: share,
      recipients,
      each,
      octets,
      parallel: parallel / processes,
      everyMs: 0,
    })),
  )
  try {
    const mailboxes = await atOnce(people, 8, (person) => openImap(target.imaps, person))
    const disk = writtenToDisk(target.data)
    const before = target.usage()
    const started = performance.now()
    const outcome = await clients.go()
    if (outcome.errors.length > 0) throw new Error(`${outcome.errors.length} refused: ${outcome.errors[0]}`)
    const total = senders * each
    for (;;) {
      const counts = await atOnce(mailboxes, 8, (mailbox) => mailbox.count())
      if (counts.reduce((sum, count) => sum + count, 0) >= total) break
      await delay(50)
    }
    const seconds = (performance.now() - started) / 1000
    const after = target.usage()
    const p99 = outcome.latencies[Math.floor(outcome.latencies.length * 0.99)]!
    const deliveredPerSecond = total / seconds
    const cpuMs = ((after.cpuSeconds - before.cpuSeconds) * 1000) / total
    const diskKib = (writtenToDisk(target.data) - disk) / 1024 / total
    for (const mailbox of mailboxes) mailbox.close()
    const row = (what: string, value: number, unit: string): Result => ({
      what,
      who: target.name,
      value,
      unit,
    })
    return {
      deliveredPerSecond,
      cpuMs,
      diskKib,
      results: [
        row('accepted', total / (outcome.tookMs / 1000), '/s'),
        row('delivered', deliveredPerSecond, '/s'),
        { ...row('accept, 99 of 100', p99, 'ms'), goal: { atMost: 50 } },
        { ...row('processor per message', cpuMs, 'ms'), goal: { atMost: 0.5 } },
        row('written to disk per message', diskKib, 'KiB'),
        row('memory after it', after.memory / 2 ** 20, 'MiB'),
      ],
    }
  } finally {
    clients.end()
  }
}
