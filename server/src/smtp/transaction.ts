import type { Clock } from '../clock.ts'
import type { Limits } from '../config/config.ts'
import type { LocalDelivery } from '../delivery/local.ts'
import type { Log } from '../log/log.ts'
import type { RateLimiter } from '../policy/rate.ts'
import { sameAddress } from '../policy/sender.ts'
import type { Account, Store } from '../store/store.ts'
import type { RecipientRule } from './recipient.ts'
import { type Reply, replies } from './replies.ts'

/** What every transaction of the submission service works with. */
export interface SubmissionContext {
  readonly store: Store
  readonly delivery: LocalDelivery
  readonly recipientRule: RecipientRule
  readonly rate: RateLimiter
  readonly limits: Limits
  readonly clock: Clock
  readonly log: Log
}

/**
 * One mail transaction (RFC 5321 section 3.3): sender and recipients. A sender that is refused is told so at RCPT,
 * where clients and their tests expect it (docs/protocol.md, submission replies).
 */
export class Transaction {
  readonly #context: SubmissionContext
  /** The envelope sender as the client wrote it. */
  readonly sender: string
  readonly #account: Account
  readonly #recipients = new Map<number, Account>()
  /** Answer to every RCPT, once it is known that this sender may not send now. */
  #refusal: Reply | undefined
  #counted = false

  constructor(context: SubmissionContext, account: Account, sender: string) {
    this.#context = context
    this.#account = account
    this.sender = sender
  }

  /** Accounts that get the message, each once. */
  get recipients(): readonly Account[] {
    return [...this.#recipients.values()]
  }

  rcpt(address: string): Reply {
    this.#refusal ??= this.#refuseSender()
    if (this.#refusal) return this.#refusal
    const answer = this.#context.recipientRule(address)
    if (!answer.ok) return answer.reply
    const { store, limits } = this.#context
    if (this.#recipients.size >= limits.recipients && !this.#recipients.has(answer.account.id)) {
      return replies.tooManyRecipients
    }
    if (store.usage(answer.account.id).bytes >= limits.mailbox_bytes) return replies.mailboxFull(address)
    this.#recipients.set(answer.account.id, answer.account)
    return replies.recipientOk
  }

  /** One message is counted at the first RCPT of a transaction. */
  #refuseSender(): Reply | undefined {
    if (this.#counted) return undefined
    if (!this.#context.store.account(this.#account.id)) return replies.accountClosed
    if (!sameAddress(this.sender, this.#account.address)) return replies.senderNotLogin(this.sender)
    this.#counted = true
    const { rate, clock } = this.#context
    const answer = rate.take(this.#account.id, clock.now())
    return answer.ok ? undefined : replies.tooMuchMail(this.sender, answer)
  }
}
