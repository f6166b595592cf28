import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const program = join(import.meta.dirname, '../../src/main.ts')

/** A `roost serve` of the sources, on ports of its own and without a rate limit. */
export class ServerProcess {
  readonly imaps: number
  readonly submissions: number
  readonly #child: ChildProcess
  readonly #output: string[]

  private constructor(child: ChildProcess, output: string[], ports: ReadonlyMap<string, number>) {
    this.#child = child
    this.#output = output
    this.imaps = ports.get('imaps')!
    this.submissions = ports.get('submissions')!
  }

  /**
   * Resolves once it listens. `under` are words before the command, as `prlimit` and its options.
   * @throws with its output when it ends before
   */
  static async start(data: string, under: readonly string[] = []): Promise<ServerProcess> {
    const settings = [
      'domain=_roost.test',
      `data=${data}`,
      'listen=127.0.0.1',
      'limits.burst=100000',
      'limits.messages_per_minute=100000',
    ]
    const words = [...under, process.execPath, program, 'serve', '--any-port']
    const child = spawn(words[0]!, [...words.slice(1), ...settings.flatMap((word) => ['--set', word])], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const output: string[] = []
    return new Promise((resolve, reject) => {
      const read = (chunk: Buffer) => {
        output.push(chunk.toString())
        const listening = /^info listening (.*)$/m.exec(output.join(''))?.[1]
        if (listening === undefined) return
        child.stdout.off('data', read)
        child.stdout.on('data', (text: Buffer) => void output.push(text.toString()))
        const ports = [...listening.matchAll(/(\w+)=(\d+)/g)]
        resolve(
          new ServerProcess(child, output, new Map(ports.map(([, name, port]) => [name!, Number(port)]))),
        )
      }
      child.stdout.on('data', read)
      child.stderr.on('data', (text: Buffer) => void output.push(text.toString()))
      child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${output.join('')}`)))
    })
  }

  /** Everything it wrote so far. */
  get output(): string {
    return this.#output.join('')
  }

  get pid(): number {
    return this.#child.pid!
  }

  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Sends the signal and waits for the end. @throws when it had ended by itself */
  async end(signal: NodeJS.Signals): Promise<void> {
    if (!this.alive) throw new Error(`the server ended by itself: ${this.output}`)
    const ended = once(this.#child, 'exit')
    this.#child.kill(signal)
    await ended
  }
}
