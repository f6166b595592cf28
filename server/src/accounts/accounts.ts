import type { Account } from '../store/store.ts'

/** Why a login was refused. Clients are told only `AUTHENTICATIONFAILED`, operators get the reason in the log. */
export type LoginRefusal =
  | 'wrong-password'
  | 'bad-address'
  | 'short-password'
  | 'registration-closed'
  | 'busy'

export type LoginResult =
  | { readonly ok: true; readonly account: Account }
  | { readonly ok: false; readonly reason: LoginRefusal }

/** Accounts as the protocols see them: they appear with their first login (docs/protocol.md, accounts). */
export interface Accounts {
  readonly domain: string
  /** Verifies or creates; durable before it resolves. `address` as the client sent it. */
  login(address: string, password: string): Promise<LoginResult>
  /** The account that receives mail for this recipient: case folded, `+detail` cut. */
  recipient(address: string): Account | undefined
  /** A fresh name and password that a first login will accept. Creates nothing. */
  suggest(): { address: string; password: string }
}

/** How people remove their account by themselves (docs/protocol.md, accounts). */
export interface AccountDeletion {
  /**
   * Verifies as a login does but never creates; then everything of the account is gone. Resolves after the flush. Wrong
   * passwords, unknown and malformed addresses are all `refused`, and take as long.
   */
  remove(address: string, password: string): Promise<'removed' | 'refused' | 'busy'>
}
