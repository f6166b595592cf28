import { imapLimits } from './limits.ts'

/** A connection that can be told to go. */
export interface Dismissible {
  dismiss(): void
}

/**
 * The connections of each account, in the order of their logins. When one is too many the oldest has to go: a phone
 * that changes networks leaves dead connections behind, and must not be kept out by them.
 */
export class AccountConnections {
  readonly #accounts = new Map<number, Set<Dismissible>>()

  /** Accounts with a connection; zero when all are gone. */
  get size(): number {
    return this.#accounts.size
  }

  count(accountId: number): number {
    return this.#accounts.get(accountId)?.size ?? 0
  }

  add(accountId: number, connection: Dismissible): void {
    const own = this.#accounts.get(accountId) ?? new Set()
    this.#accounts.set(accountId, own)
    own.add(connection)
    if (own.size <= imapLimits.accountConnections) return
    const [oldest] = own
    own.delete(oldest!)
    oldest!.dismiss()
  }

  remove(accountId: number, connection: Dismissible): void {
    const own = this.#accounts.get(accountId)
    if (own?.delete(connection) && own.size === 0) this.#accounts.delete(accountId)
  }
}
