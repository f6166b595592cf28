import { Clients, deal } from '../load/clients.ts'
import { newPeople } from '../load/people.ts'
import type { Result } from '../result.ts'
import type { Target } from '../target.ts'

/** Many submissions of a large file at the same time, and the most memory the server took. */
export const measureLarge = async (
  target: Target,
  { senders, octets }: { readonly senders: number; readonly octets: number },
): Promise<Result[]> => {
  const people = newPeople(senders, target.domain)
  const recipients = people.map(({ address }) => address)
  const shares = deal(people, 2).map((share) => ({
    people: share,
    recipients,
    each: 1,
    // What is encoded in base64 with line ends grows by 37 of 100.
    octets: Math.floor(octets / 1.37),
    parallel: senders,
    everyMs: 0,
  }))
  const clients = await Clients.prepare('send', target, shares)
  let peak = target.usage().memory
  const watch = setInterval(() => {
    peak = Math.max(peak, target.usage().memory)
  }, 200)
  try {
    const before = target.usage()
    const { errors, tookMs } = await clients.go()
    const after = target.usage()
    if (errors.length > 0) process.stderr.write(`${errors[0]}\n`)
    const megabytes = (senders * octets) / 1e6
    const row = (what: string, value: number, unit: string): Result => ({
      what,
      who: target.name,
      value,
      unit,
    })
    return [
      {
        ...row(`most memory, ${senders} of ${(octets / 2 ** 20).toFixed(0)} MiB`, peak / 2 ** 20, 'MiB'),
        goal: { atMost: 300 },
      },
      { ...row('of these refused', errors.length, ''), goal: { atMost: 0 } },
      row('speed of these', megabytes / (tookMs / 1000), 'MB/s'),
      row('processor for these', ((after.cpuSeconds - before.cpuSeconds) * 1000) / megabytes, 'ms/MB'),
    ]
  } finally {
    clearInterval(watch)
    clients.end()
  }
}
