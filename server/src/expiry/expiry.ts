import { type Clock, dayOf } from '../clock.ts'
import type { Config } from '../config/config.ts'
import { fixedLimits } from '../config/limits.ts'
import type { Log } from '../log/log.ts'
import type { Notifier } from '../notify/notify.ts'
import type { Account, Store } from '../store/store.ts'
import { isExpired, type Rule, ruleOf } from './rule.ts'
import {
  ACCOUNT_HOLD_MS,
  decodeSteadiness,
  encodeSteadiness,
  look,
  MAIL_HOLD_MS,
  type Steadiness,
} from './steadiness.ts'

/** What runs in the background and comes again. */
export interface Timers {
  /** Calls once; returns how to call it off. */
  after(ms: number, call: () => void): () => void
}

export interface ExpiryDeps {
  readonly store: Store
  readonly notifier: Notifier
  readonly config: Pick<Config, 'limits'>
  readonly clock: Clock
  /** Milliseconds since some moment, by a clock that nobody sets. */
  readonly monotonic: () => number
  readonly timers: Timers
  readonly log: Log
}

export interface Expiry {
  start(): void
  /** One round; a call during a round gets that one. Resolves when it has ended, and logs what failed. */
  run(): Promise<void>
  /** Ends after the mailbox under way. */
  stop(): Promise<void>
}

const NOTE = 'expiry'

/** Mailboxes or accounts asked for at once. */
const BATCH = 64

/**
 * Deletes what is old: once after the start, then every hour, looking only at mailboxes and accounts that are due. It may
 * be interrupted anywhere: what was not reached is due in the next round.
 */
export const createExpiry = (deps: ExpiryDeps): Expiry => {
  const { store, notifier, config, clock, monotonic, timers, log } = deps
  let lastRun: number | undefined
  let running: Promise<void> | undefined
  let cancel: (() => void) | undefined
  let stopped = false

  const steadiness = async (): Promise<Steadiness | undefined> => {
    const ran = monotonic()
    const before = decodeSteadiness(store.note(NOTE))
    const now = look(before, clock.now(), lastRun === undefined ? undefined : ran - lastRun)
    lastRun = ran
    if (now === undefined) return undefined
    if (before !== undefined && now.steadyMs < before.steadyMs)
      log.warn('expiry.clock_jumped', { hours: Math.round((now.at - before.at) / 3_600_000) })
    await store.setNote(NOTE, encodeSteadiness(now))
    return now
  }

  const expireMailbox = async (id: number, rule: Rule): Promise<number> => {
    const account = store.account(store.mailbox(id)?.accountId ?? 0)
    const expired = isExpired(rule, config.limits, account?.lastLoginDay ?? 0)
    const removed = await store.expire(id, expired, rule.largeMail)
    if (removed.length > 0) notifier.publish(id)
    return removed.length
  }

  const expireMail = async (rule: Rule): Promise<number> => {
    let messages = 0
    for (const [kind, day] of [
      ['any', rule.mail],
      ['large', rule.largeMail],
    ] as const) {
      let first: number | undefined
      while (!stopped) {
        const due = store.mailboxesBefore(kind, day, BATCH)
        // One that comes up again did not get younger; it waits for the next round.
        if (due[0] === undefined || due[0] === first) break
        first = due[0]
        for (const id of due) if (!stopped) messages += await expireMailbox(id, rule)
      }
    }
    return messages
  }

  /** True for accounts that are gone afterwards. A client that has stayed connected all the time counts as a login. */
  const expireAccount = async (account: Account, rule: Rule): Promise<boolean> => {
    const mailboxes = store.listMailboxes(account.id)
    if (mailboxes.some(({ id }) => notifier.isWatched(id))) {
      await store.updateAccount(account.id, { lastLoginDay: dayOf(clock.now()) })
      return false
    }
    const gone = await store.deleteAccount(account.id, rule.accounts)
    if (gone) for (const { id } of mailboxes) notifier.publish(id)
    return gone
  }

  const expireAccounts = async (rule: Rule): Promise<number> => {
    let accounts = 0
    let first: number | undefined
    while (!stopped) {
      const due = store.accountsLastSeen(0, rule.accounts, BATCH)
      if (due[0] === undefined || due[0].id === first) break
      first = due[0].id
      for (const account of due) if (!stopped && (await expireAccount(account, rule))) accounts++
    }
    return accounts
  }

  /** Logins noted while the clock was ahead would keep their accounts for years. */
  const bringBack = async (): Promise<void> => {
    const today = dayOf(clock.now())
    const ahead = store.accountsLastSeen(today + 2, Number.POSITIVE_INFINITY, BATCH)
    for (const { id } of ahead) await store.updateAccount(id, { lastLoginDay: today })
  }

  const round = async (): Promise<void> => {
    const steady = await steadiness()
    if (steady === undefined) return
    const rule = ruleOf(config.limits, steady.at)
    const accountHold = Math.min(ACCOUNT_HOLD_MS, config.limits.account_days * MAIL_HOLD_MS)
    if (steady.steadyMs < MAIL_HOLD_MS) return
    await bringBack()
    const messages = await expireMail(rule)
    const accounts = steady.steadyMs < accountHold ? 0 : await expireAccounts(rule)
    if (messages > 0 || accounts > 0) log.info('expiry.deleted', { messages, accounts })
  }

  const run = (): Promise<void> => {
    running ??= round()
      .catch((error) =>
        log.warn('expiry.failed', { reason: error instanceof Error ? error.name : 'unknown' }),
      )
      .finally(() => {
        running = undefined
      })
    return running
  }

  const again = (ms: number): void => {
    cancel = timers.after(ms, () => {
      void run().then(() => {
        if (!stopped) again(fixedLimits.expiry_interval_ms.value)
      })
    })
  }

  return {
    run,
    start: () => again(fixedLimits.expiry_first_ms.value),
    stop: async () => {
      stopped = true
      cancel?.()
      await running
    },
  }
}

/** Timers that do not keep the process alive. */
export const systemTimers: Timers = {
  after: (ms, call) => {
    const timer = setTimeout(call, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
}
