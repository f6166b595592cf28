import { setTimeout as delay } from 'node:timers/promises'
import { encryptedMessage } from '../../src/policy/sample.ts'
import { atOnce } from './at-once.ts'
import { type Imap, openImap } from './imap.ts'
import type { Person } from './people.ts'
import { openSubmission, type Submission } from './submission.ts'

/** Where to: ports of this machine. */
export interface Ports {
  readonly imaps: number
  readonly submissions: number
}

/** What a process of clients can do, in two steps, so that preparations are not measured. */
export interface Tasks {
  /** Each person sends `each` messages of about `octets` octets to recipients taken in turn, `parallel` at once. */
  send: {
    readonly people: readonly Person[]
    readonly recipients: readonly string[]
    readonly each: number
    readonly octets: number
    readonly parallel: number
    /** Milliseconds from one message of a sender to its next; 0 sends as fast as the server takes them. */
    readonly everyMs: number
  }
  /** Each person logs in by IMAP `each` times, `parallel` at once, and idles until the process is ended. */
  idle: { readonly people: readonly Person[]; readonly each: number; readonly parallel: number }
}

export interface Outcome {
  /** Of each single piece of work, in milliseconds. */
  readonly latencies: readonly number[]
  readonly errors: readonly string[]
  /** From the first to the last, in milliseconds. */
  readonly tookMs: number
}

/** Prepares a task; what is returned runs it. */
export const tasks: {
  [K in keyof Tasks]: (ports: Ports, task: Tasks[K]) => Promise<() => Promise<Outcome>>
} = {
  send: async (ports, { people, recipients, each, octets, parallel, everyMs }) => {
    const open = await atOnce(people, 16, (person) => openSubmission(ports.submissions, person))
    const messages = people.map(({ address }) => encryptedMessage(address, octets))
    let turn = 0
    const sendOne = (connection: Submission, index: number) =>
      timed(() => connection.send(recipients[turn++ % recipients.length]!, messages[index]!))
    return () =>
      measured(async () => {
        const started = performance.now()
        const rounds = await atOnce(open, parallel, async (connection, index) => {
          const results = []
          for (let count = 0; count < each; count++) {
            const due = started + everyMs * (count + index / open.length)
            if (everyMs > 0) await delay(Math.max(0, due - performance.now()))
            results.push(await sendOne(connection, index))
          }
          return results
        })
        for (const connection of open) connection.close()
        return rounds.flat()
      })
  },

  idle: async (ports, { people, each, parallel }) => {
    const logins = people.flatMap((person) => Array.from({ length: each }, () => person))
    const open: Imap[] = []
    return () =>
      measured(() =>
        atOnce(logins, parallel, (person) =>
          timed(async () => {
            const connection = await openImap(ports.imaps, person)
            open.push(connection)
            await connection.idle()
          }),
        ),
      )
  },
}

interface Piece {
  readonly ms: number
  readonly error?: string
}

const timed = async (work: () => Promise<void>): Promise<Piece> => {
  const started = performance.now()
  try {
    await work()
    return { ms: performance.now() - started }
  } catch (error) {
    return { ms: performance.now() - started, error: (error as Error).message }
  }
}

const measured = async (work: () => Promise<Piece[]>): Promise<Outcome> => {
  const started = performance.now()
  const pieces = await work()
  return {
    latencies: pieces.map(({ ms }) => ms),
    errors: pieces.flatMap(({ error }) => error ?? []),
    tookMs: performance.now() - started,
  }
}
