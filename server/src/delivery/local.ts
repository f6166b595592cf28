import type { Account, DeliveryOutcome, Staging } from '../store/store.ts'

/** Puts one staged message into the INBOX of every local recipient in one transaction, then wakes the watchers. */
export interface LocalDelivery {
  /** Resolves after the flush. @throws StoreFullError when the disk is full: nothing was kept. */
  deliver(staging: Staging, recipients: readonly Account[]): Promise<DeliveryOutcome[]>
}
