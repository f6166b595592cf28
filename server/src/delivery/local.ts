import type { Clock } from '../clock.ts'
import type { Config } from '../config/config.ts'
import type { Notifier } from '../notify/notify.ts'
import type { Account, DeliveryOutcome, Staging, Store } from '../store/store.ts'

/**
 * Puts one staged message into the INBOX of every local recipient in one transaction, or, when one of them cannot take
 * it, of none; then wakes the watchers.
 */
export interface LocalDelivery {
  /** Resolves after the flush. @throws StoreFullError when the disk is full: nothing was kept. */
  deliver(staging: Staging, recipients: readonly Account[]): Promise<DeliveryOutcome[]>
}

/**
 * Delivery into the store.
 *
 * Invariant: watchers are woken only after the promise of the store resolved, that is after the flush.
 */
export function createLocalDelivery(deps: {
  readonly store: Store
  readonly notifier: Notifier
  readonly config: Config
  readonly clock: Clock
  /** Told of every account that got a message. */
  readonly arrived?: (accountId: number) => void
}): LocalDelivery {
  const { store, notifier, config, clock, arrived } = deps
  return {
    async deliver(staging, recipients) {
      const targets = recipients.map((account) => ({ accountId: account.id, mailbox: 'INBOX' }))
      // whole seconds: what INTERNALDATE can express
      const internalDate = Math.floor(clock.now() / 1000) * 1000
      const outcomes = await store.deliver(staging, targets, {
        internalDate,
        quotaBytes: config.limits.mailbox_bytes,
        allOrNone: true,
      })
      for (const outcome of outcomes) {
        if (!outcome.ok) continue
        notifier.publish(outcome.mailboxId)
        arrived?.(outcome.accountId)
      }
      return outcomes
    },
  }
}
