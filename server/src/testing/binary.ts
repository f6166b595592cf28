import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildAll } from '../../../scripts/src/build-all.ts'
import type { Ports } from '../config/config.ts'

const root = join(import.meta.dirname, '../../..')
let built: Promise<string> | undefined

/** The single executable of this machine, built when it is missing or older than its sources. */
export function binary(): Promise<string> {
  built ??= buildAll({ root, serverOnly: true, ifNeeded: true }).then(() =>
    join(root, `dist/roost-linux-${process.arch}`),
  )
  return built
}

/** What a finished process left. */
export interface Finished {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs the binary to its end. */
export async function runRoost(...args: string[]): Promise<Finished> {
  const program = await binary()
  return new Promise((resolve) => {
    execFile(program, args, { timeout: 20_000, killSignal: 'SIGKILL' }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), out, err }),
    )
  })
}

/** A server of the built binary on ports of its own. */
export class RunningRoost {
  readonly ports: Ports
  readonly #process: ChildProcess
  readonly #output: string[]

  constructor(child: ChildProcess, output: string[], ports: Ports) {
    this.#process = child
    this.#output = output
    this.ports = ports
  }

  /** Everything it wrote so far. */
  get output(): string {
    return this.#output.join('')
  }

  get pid(): number {
    return this.#process.pid!
  }

  /** Sends the signal and waits for the end. Returns the exit code, -1 when the signal itself ended it. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number> {
    const { exitCode, signalCode } = this.#process
    if (exitCode !== null || signalCode !== null) return exitCode ?? -1
    this.#process.kill(signal)
    const [code] = (await once(this.#process, 'exit')) as [number | null]
    return code ?? -1
  }
}

/** Starts `roost serve` for `_roost.test` on loopback; resolves once it listens. */
export async function startRoost(data: string, ...args: string[]): Promise<RunningRoost> {
  const child = spawn(
    await binary(),
    [
      'serve',
      '--any-port',
      ...['domain=_roost.test', `data=${data}`, 'listen=127.0.0.1'].flatMap((word) => ['--set', word]),
      ...args,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env.PATH } },
  )
  const output: string[] = []
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output.push(chunk.toString())
      const listening = /^info listening (.*)$/m.exec(output.join(''))?.[1]
      if (listening === undefined) return
      const ports = Object.fromEntries(
        [...listening.matchAll(/(\w+)=(\d+)/g)].map(([, name, port]) => [name, Number(port)]),
      )
      resolve(new RunningRoost(child, output, ports as unknown as Ports))
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', (code) => reject(new Error(`roost ended with ${code}: ${output.join('')}`)))
  })
}

/** A fresh folder that is gone after the test. */
export async function freshFolder(t: { after(end: () => Promise<void>): void }): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'roost-test-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}
