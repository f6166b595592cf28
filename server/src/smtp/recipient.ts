import type { Accounts } from '../accounts/accounts.ts'
import type { Account } from '../store/store.ts'
import { type Reply, replies } from './replies.ts'

export type RecipientAnswer =
  | { readonly ok: true; readonly account: Account }
  | { readonly ok: false; readonly reply: Reply }

/** Decides at RCPT what becomes of one recipient address. The one place that knows where mail can go. */
export type RecipientRule = (address: string) => RecipientAnswer

/** Mail for accounts of this server only. */
export function localRecipients(accounts: Accounts): RecipientRule {
  const domain = accounts.domain.toLowerCase()
  return (address) => {
    const at = address.lastIndexOf('@')
    if (at !== -1 && address.slice(at + 1).toLowerCase() !== domain) {
      return { ok: false, reply: replies.noRemoteDelivery(address) }
    }
    const account = accounts.recipient(address)
    return account ? { ok: true, account } : { ok: false, reply: replies.noSuchAccount(address) }
  }
}
