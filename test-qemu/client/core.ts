import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type DcEvent, StdioDeltaChat } from '@deltachat/jsonrpc-client'
import { getRPCServerPath } from '@deltachat/stdio-rpc-server'

const { resolve } = createRequire(import.meta.url)

/** The programs of two releases of Delta Chat's core: the one npm's wrapper brings, and the newest packaged one. */
export const programs = {
  wrapped: (): string => getRPCServerPath({ disableEnvPath: true }),
  newest: (): string => resolve(`@deltachat/stdio-rpc-server-${process.platform}-${process.arch}`),
} as const

/** Older releases that phones in a house still run; npm has them for x64 only. */
export const olderPrograms: Readonly<Record<string, () => string>> =
  process.platform === 'linux' && process.arch === 'x64'
    ? {
        '2.33': () => resolve('deltachat-core-2.33/deltachat-rpc-server'),
        '1.139': () => resolve('deltachat-core-1.139/deltachat-rpc-server'),
      }
    : {}

type Check<T> = () => T | undefined | Promise<T | undefined>

/** One Delta Chat app without its windows: a real core in a process of its own. */
export class ChatCore {
  readonly rpc: StdioDeltaChat['rpc']
  readonly #process: ChildProcess
  readonly #events: { account: number; event: DcEvent }[] = []
  readonly #listeners = new Set<() => void>()

  /**
   * @param program path of a `deltachat-rpc-server`
   * @param folder where it keeps its accounts; must not be used by another core
   */
  constructor(program: string, folder: string) {
    this.#process = spawn(program, {
      env: { DC_ACCOUNTS_PATH: join(folder, 'accounts'), RUST_LOG: 'error', PATH: process.env.PATH },
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    this.#process.on('error', () => {})
    this.#process.stdin?.on('error', () => {})
    this.rpc = new StdioDeltaChat(this.#process.stdin, this.#process.stdout, false).rpc
    void this.#listen()
    this.#process.on('exit', () => {
      for (const listener of [...this.#listeners]) listener()
    })
  }

  /** One event at a time, which every release understands; the library's own loop asks for batches. */
  async #listen(): Promise<void> {
    for (;;) {
      const { contextId, event } = await this.rpc.getNextEvent()
      this.#events.push({ account: contextId, event })
      for (const listener of [...this.#listeners]) listener()
    }
  }

  /** Events of one account so far, oldest first. */
  events(account: number): DcEvent[] {
    return this.#events.filter((entry) => entry.account === account).map(({ event }) => event)
  }

  /**
   * Waits until `check` finds something; it is asked again after each event.
   * @throws with the last words of the account's core
   */
  async until<T>(account: number, what: string, timeoutMs: number, check: Check<T>): Promise<T> {
    const deadline = Date.now() + timeoutMs
    for (;;) {
      let happened = false
      let wake: () => void = () => {}
      const listener = () => {
        happened = true
        wake()
      }
      this.#listeners.add(listener)
      try {
        const found = await check()
        if (found !== undefined) return found
        const left = deadline - Date.now()
        if (left <= 0 || this.#process.exitCode !== null)
          throw new Error(`${what} did not happen within ${timeoutMs / 1000} s\n${this.#lastWords(account)}`)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, Math.min(left, 2000))
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
          if (happened) wake()
        })
      } finally {
        this.#listeners.delete(listener)
      }
    }
  }

  async close(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.pid === undefined) return
    const exited = new Promise((resolve) => this.#process.once('exit', resolve))
    this.#process.kill('SIGKILL')
    await exited
  }

  #lastWords(account: number): string {
    if (this.#process.exitCode !== null) return `  the core ended with code ${this.#process.exitCode}`
    return this.events(account)
      .slice(-25)
      .map((event) => `  | ${event.kind} ${'msg' in event ? event.msg : JSON.stringify(event)}`)
      .join('\n')
  }
}
