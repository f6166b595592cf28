import { setTimeout as delay } from 'node:timers/promises'
import { type ChatPair, withPair } from '../load/chat-pair.ts'
import { delayedPort } from '../load/delay.ts'
import { openImap } from '../load/imap.ts'
import { LineConnection } from '../load/line-connection.ts'
import { newPeople } from '../load/people.ts'
import { openSubmission } from '../load/submission.ts'
import type { Result } from '../result.ts'
import type { Endpoint } from '../target.ts'

export interface ChatShape {
  /** Where the client keeps its profiles meanwhile. */
  readonly folder: string
  /** Samples of each row on each server. */
  readonly runs: number
  readonly roundTripMs: number
}

/** The rows of the chat table, in its order; milliseconds of each run. */
const rows = [
  'imap_connect',
  'imap_connect_and_login',
  'smtp_connect',
  'smtp_connect_and_login',
  'autoconfig_and_idle_ready',
  'ping_pong',
  'send_10_receive_10',
] as const
type Row = (typeof rows)[number]

/** What a phone's owner waits for, at most this many times what the client itself needs. */
const goal = { atMost: 1.05 }

/**
 * What people notice of a server, with the real client over a line with a fixed round-trip time: Roost, the floor and
 * the peers in turn, run by run and back and forth, so that whatever else the machine does meets all alike. Medians.
 */
export const measureChat = async (
  roost: Endpoint,
  floor: Endpoint,
  peers: readonly Endpoint[],
  { folder, runs, roundTripMs }: ChatShape,
): Promise<Result[]> => {
  const servers = [roost, floor, ...peers]
  const samples = servers.map(() => new Map<Row, number[]>(rows.map((row) => [row, []])))
  const sample = (server: Endpoint, take: (row: Row, ms: number) => void): Promise<void> =>
    throughDelay(server, roundTripMs, async (endpoint) => {
      for (const [row, ms] of [...(await logins(endpoint)), ...(await chats(endpoint, folder))]) take(row, ms)
    })
  // What is slow only once, as reading the client from the disk, would be the first server's.
  for (const server of servers) await sample(server, () => {})
  for (let run = 0; run < runs; run++)
    for (const server of run % 2 === 0 ? servers : servers.toReversed())
      await sample(server, (row, ms) => samples[servers.indexOf(server)]!.get(row)!.push(ms))
  return rows.flatMap((row) => {
    const medians = samples.map((of) => median(of.get(row)!))
    const timesFloor = (server: Endpoint, index: number): Result => ({
      what: `${row}, times the floor`,
      who: server.name,
      value: medians[index]! / medians[servers.indexOf(floor)]!,
      unit: '',
      ...(server === roost ? { goal } : {}),
    })
    return [
      ...servers.map(({ name }, index) => ({ what: row, who: name, value: medians[index]!, unit: 'ms' })),
      ...servers.flatMap((server, index) => (server === floor ? [] : timesFloor(server, index))),
    ]
  })
}

const throughDelay = async (
  server: Endpoint,
  roundTripMs: number,
  work: (endpoint: Endpoint) => Promise<void>,
): Promise<void> => {
  const imaps = await delayedPort(server.imaps, roundTripMs)
  const submissions = await delayedPort(server.submissions, roundTripMs)
  try {
    await work({ ...server, imaps: imaps.port, submissions: submissions.port })
  } finally {
    imaps.close()
    submissions.close()
  }
}

/** Connections with full handshakes; the account exists before the clock starts. */
const logins = async ({ domain, imaps, submissions }: Endpoint): Promise<[Row, number][]> => {
  const [person] = newPeople(1, domain)
  const first = await openImap(imaps, person!)
  first.close()
  const greeted = async (port: number, greeting: RegExp): Promise<LineConnection> => {
    const connection = await LineConnection.open(port)
    await connection.until(greeting)
    return connection
  }
  const timed = async (row: Row, open: () => Promise<{ close(): void }>): Promise<[Row, number]> => {
    const started = performance.now()
    const connection = await open()
    const ms = performance.now() - started
    connection.close()
    return [row, ms]
  }
  return [
    await timed('imap_connect', () => greeted(imaps, /^\* OK/)),
    await timed('imap_connect_and_login', () => openImap(imaps, person!)),
    await timed('smtp_connect', () => greeted(submissions, /^220 /)),
    await timed('smtp_connect_and_login', () => openSubmission(submissions, person!)),
  ]
}

/** Each takes a new pair: the client slows itself down after six messages a minute. */
const chats = async (endpoint: Endpoint, folder: string): Promise<[Row, number][]> => {
  const chat = (row: Row, talk: (pair: ChatPair) => Promise<void>): Promise<[Row, number][]> =>
    withPair(endpoint, folder, async (pair) => {
      await pair.befriend()
      // What the client still does after meeting somebody is not part of it.
      await delay(300)
      const started = performance.now()
      await talk(pair)
      return [
        ['autoconfig_and_idle_ready', pair.readyMs],
        [row, performance.now() - started],
      ]
    })
  const ten = Array.from({ length: 10 }, (_, index) => `message ${index}`)
  return [
    ...(await chat('ping_pong', async (pair) => {
      for (const [from, to, text] of [
        [0, 1, 'ping'],
        [1, 0, 'pong'],
      ] as const)
        await Promise.all([pair.receive(to, [text]), pair.send(from, [text])])
    })),
    ...(await chat('send_10_receive_10', async (pair) => {
      await Promise.all([pair.receive(1, ten), pair.send(0, ten)])
    })),
  ]
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle) - 1]!) / 2
}
