import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { processesLike, type Usage, usageOf } from './processes.ts'
import { endsWithUs, removeScratch, scratchFolder } from './scratch.ts'

/** Where a server of this machine is reached. */
export interface Endpoint {
  readonly name: string
  readonly domain: string
  /** Ports on 127.0.0.1, TLS from the first octet. */
  readonly imaps: number
  readonly submissions: number
}

/** A server on this machine under measurement. */
export interface Target extends Endpoint {
  /** Where it keeps its mail. */
  readonly data: string
  usage(): Usage
}

/** Roost, started for the measurement. */
export interface RoostTarget extends Target {
  /** From spawning to the line that says it listens, in milliseconds. */
  readonly startMs: number
  readonly https: number
  /** Ends it; the data stays. */
  stop(): Promise<void>
}

/**
 * Starts the program (a single executable) on free ports with its own folder below `parent`.
 *
 * @param data a folder to start with instead of a new one
 */
export const startRoost = async (
  program: string,
  parent: string,
  { data, settings = [] }: { readonly data?: string; readonly settings?: readonly string[] } = {},
): Promise<RoostTarget> => {
  const folder = data ?? scratchFolder(parent)
  const set = [`data=${folder}`, 'domain=_bench.test', 'listen=["127.0.0.1"]', ...settings]
  const started = performance.now()
  const server = spawn(program, ['serve', '--any-port', ...set.flatMap((one) => ['--set', one])], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  endsWithUs(server)
  let output = ''
  server.stdout.setEncoding('utf8')
  while (!/listening .*submissions=/.test(output)) {
    const [text] = (await Promise.race([once(server.stdout, 'data'), once(server, 'exit')])) as [unknown]
    if (typeof text !== 'string') throw new Error(`the server ended: ${output}`)
    output += text
  }
  const startMs = performance.now() - started
  server.stdout.resume()
  const port = (name: string): number => Number(new RegExp(` ${name}=(\\d+)`).exec(output)?.[1])
  return {
    name: 'roost',
    domain: '_bench.test',
    imaps: port('imaps'),
    submissions: port('submissions'),
    https: port('https'),
    data: folder,
    startMs,
    usage: () => usageOf([server.pid!]),
    async stop() {
      if (server.exitCode !== null || server.signalCode !== null) return
      server.kill('SIGTERM')
      await once(server, 'exit')
    },
  }
}

/** Runs `work` with a fresh Roost and removes what it leaves. */
export const withRoost = async <T>(
  program: string,
  parent: string,
  work: (target: RoostTarget) => Promise<T>,
  settings: readonly string[] = [],
): Promise<T> => {
  const target = await startRoost(program, parent, { settings })
  try {
    return await work(target)
  } finally {
    await target.stop()
    await removeScratch(target.data)
  }
}

/** Another server that is already running, described as `name,domain,imaps,submissions,data,regular expression`. */
export const peerFrom = (description: string): Target => {
  const [name, domain, imaps, submissions, data, ...rest] = description.split(',')
  if (rest.length === 0)
    throw new Error('a peer is NAME,DOMAIN,IMAPS,SUBMISSIONS,DATA,PROCESSES (a regular expression)')
  const pattern = new RegExp(rest.join(','))
  return {
    name: name!,
    domain: domain!,
    imaps: Number(imaps),
    submissions: Number(submissions),
    data: data!,
    usage: () => usageOf(processesLike(pattern)),
  }
}
