import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { createAccounts } from './accounts/create.ts'
import { lacking, roomOf } from './accounts/room.ts'
import { certificateSource } from './certificate/source.ts'
import type { Clock } from './clock.ts'
import type { Config, Ports } from './config/config.ts'
import { fixedLimits } from './config/limits.ts'
import { lockData } from './data-lock.ts'
import { createLocalDelivery } from './delivery/local.ts'
import { createExpiry, systemTimers } from './expiry/expiry.ts'
import { createTrim } from './expiry/trim.ts'
import { createImap } from './imap/imap.ts'
import { createHttp } from './listen/http.ts'
import { createListener } from './listen/listener.ts'
import { createTls } from './listen/tls.ts'
import type { Log } from './log/log.ts'
import { createNotifier } from './notify/in-process.ts'
import { serverMetadata } from './server-metadata.ts'
import { createSubmission } from './smtp/submission.ts'
import { openLmdbStore } from './store/lmdb/store.ts'
import { createWebOnDemand } from './web/on-demand.ts'

/** A mail server, put together. */
export interface App {
  /** Opens the ports. @throws BindError with the remedy; nothing stays open then. */
  start(): Promise<void>
  /**
   * Takes no new connections, says good-bye on the others, lets running commands finish for at most `graceMs`,
   * flushes and closes everything. Idempotent; also ends an app that never started.
   */
  stop(graceMs: number): Promise<void>
  /**
   * The addresses and names of the box have become these (`reachable` of the configuration): new links carry them, and
   * a self-signed certificate is made anew with the same key. Connections that stand are not touched.
   */
  reachableBy(names: readonly string[]): void
  /** The ports really open, once started. */
  readonly ports: Partial<Ports>
  /** The web pages, for a process that has port 80 for itself. */
  handler(request: IncomingMessage, response: ServerResponse): void
}

/** What comes from outside: time, chance, and where to write. */
export interface AppDeps {
  readonly log: Log
  readonly clock: Clock
  /** Unpredictable octets. */
  readonly random: (octets: number) => Buffer
  /** False while nobody new may join. */
  readonly registrationOpen?: () => boolean
  /** Takes free ports instead of the configured ones (0 stays off); {@link App.ports} tells which. */
  readonly anyPort?: boolean
}

/**
 * Constructs and connects the parts; the only place that does.
 *
 * @throws CertificateError, DataInUseError, or an error of the store, with a sentence for the operator
 */
export async function createApp(given: Config, deps: AppDeps): Promise<App> {
  let { reachable } = given
  const config: Config = {
    ...given,
    get reachable() {
      return reachable
    },
  }
  const { log, clock, random, anyPort = false } = deps
  const certificate = certificateSource(config)
  const unlock = await lockData(config.data)
  const { tls, store } = await opened().catch(async (error) => {
    await unlock()
    throw error
  })
  async function opened() {
    const tls = createTls(await certificate.load())
    return { tls, store: await openLmdbStore(join(config.data, 'mail'), { clock, log }) }
  }

  const notifier = createNotifier()
  const accounts = createAccounts({
    store,
    config,
    clock,
    random,
    log,
    lacking: () => lacking(roomOf(config.data)),
    removed: (mailboxIds) => {
      for (const id of mailboxIds) notifier.publish(id)
    },
    ...(deps.registrationOpen === undefined ? {} : { registrationOpen: deps.registrationOpen }),
  })
  const expiry = createExpiry({
    store,
    notifier,
    config,
    clock,
    monotonic: () => performance.now(),
    timers: systemTimers,
    log,
  })
  const trim = createTrim({ store, notifier, config, clock, log })
  const delivery = createLocalDelivery({ store, notifier, config, clock, arrived: trim.arrived })
  const imap = createImap({
    store,
    accounts,
    notifier,
    config,
    clock,
    log,
    tls,
    serverMetadata: serverMetadata(config),
  })
  const submission = createSubmission({ accounts, store, delivery, config, clock, log, tls })
  const web = createWebOnDemand({ config, accounts, log, clock })
  const http = createHttp(web.handler)
  const listener = createListener(
    config,
    { tls, log, accept: { imap: imap.handle, submission: submission.handle, web: http.handle } },
    { anyPort },
  )

  // A renewed certificate, or new names of the box, without a restart.
  let renewing: Promise<void> = Promise.resolve()
  const renew = async () => {
    try {
      const identity = await certificate.load()
      if (identity.cert !== tls.identity.cert || identity.key !== tls.identity.key) {
        tls.setIdentity(identity)
        log.info('certificate.renewed')
      }
    } catch (error) {
      log.error('certificate.reload_failed', { reason: (error as Error).message })
    }
  }
  const askToRenew = () => {
    renewing = renewing.then(renew)
  }
  const renewal = setInterval(askToRenew, fixedLimits.certificate_check_ms.value)
  renewal.unref()

  let stopping: Promise<void> | undefined
  const stop = async (graceMs: number): Promise<void> => {
    clearInterval(renewal)
    await Promise.all([listener.stop(), renewing, expiry.stop()])
    await Promise.all([imap.close(graceMs), submission.close(graceMs), http.close(graceMs)])
    await web.close()
    await trim.settled()
    await store.close()
    await unlock()
    log.info('stopped')
  }
  return {
    ports: listener.ports,
    handler: web.handler,
    reachableBy(names) {
      reachable = names
      askToRenew()
    },
    async start() {
      await listener.start()
      expiry.start()
      log.info('listening', { ...listener.ports, domain_kind: kindOf(config.domain) })
    },
    stop(graceMs) {
      stopping ??= stop(graceMs)
      return stopping
    },
  }
}

const kindOf = (domain: string): string =>
  domain.startsWith('[') ? 'address' : domain.startsWith('_') ? 'self-signed' : 'public'
