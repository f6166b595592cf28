import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { Config } from '../config/config.ts'
import type { Log } from '../log/log.ts'

/** A mail server that is up. */
export interface RunningMail {
  /** Its web pages. */
  handler(request: IncomingMessage, response: ServerResponse): void
  /** The box has these addresses and names now. */
  reachableBy(names: readonly string[]): void
  /** Resolves when IMAP greets a client; rejects when it does not. */
  answers(): Promise<void>
  stop(): Promise<void>
}

/** Builds and starts one; rejects, with nothing left running, when it cannot. */
export type StartMail = (config: Config) => Promise<RunningMail>

/** The mail server as the box sees it: one at most, and what is wrong when there is none. */
export interface MailService {
  readonly running: RunningMail | undefined
  /** Why the last try failed, until one succeeds. */
  readonly trouble: string | undefined
  /** One try. Stops what ran before. `onUp` tells when the ports are open and the check for an answer begins. */
  start(config: () => Promise<Config>, onUp?: () => void): Promise<void>
  /** Tries until it runs or is stopped, `retryMs` apart. */
  keepTrying(config: () => Promise<Config>, retryMs: number): Promise<void>
  stop(): Promise<void>
}

export function createMailService(startMail: StartMail, log: Log): MailService {
  const stopped = new AbortController()
  let running: RunningMail | undefined
  let trouble: string | undefined

  async function halt(): Promise<void> {
    const before = running
    running = undefined
    await before?.stop()
  }

  async function start(config: () => Promise<Config>, onUp?: () => void): Promise<void> {
    await halt()
    try {
      const mail = await startMail(await config())
      running = mail
      onUp?.()
      await mail.answers()
      trouble = undefined
    } catch (error) {
      trouble = error instanceof Error ? error.message : String(error)
      log.error('appliance.mail', { reason: trouble })
      await halt()
      throw error
    }
  }

  return {
    get running() {
      return running
    },
    get trouble() {
      return trouble
    },
    start,
    async keepTrying(config, retryMs) {
      while (!stopped.signal.aborted) {
        try {
          return await start(config)
        } catch {
          await delay(retryMs, undefined, { signal: stopped.signal, ref: false }).catch(() => {})
        }
      }
    },
    async stop() {
      stopped.abort()
      await halt()
    },
  }
}
