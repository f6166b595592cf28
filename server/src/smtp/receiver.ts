import { fixedLimits } from '../config/limits.ts'
import { cleanHeader } from '../message/clean.ts'
import { parseHeader } from '../message/header.ts'
import { HeaderCollector } from '../message/header-block.ts'
import { fromAddress } from '../message/mailbox.ts'
import { createBodyGate, type Gate } from '../policy/encrypted.ts'
import { judgeFrom } from '../policy/sender.ts'
import { type Staging, StoreBusyError, StoreFullError } from '../store/store.ts'
import type { DataViolation } from './data-reader.ts'
import { type Reply, replies } from './replies.ts'
import type { SubmissionContext, Transaction } from './transaction.ts'

/**
 * One message on its way in: header cleaning, then gate and staging side by side, never whole in memory. The first
 * thing that is wrong decides the reply; what follows is read and dropped.
 *
 * Invariant: `250` is returned only after delivery resolved, that is after the flush.
 */
export class MessageReceiver {
  readonly #context: SubmissionContext
  readonly #transaction: Transaction
  readonly #staging: Staging
  readonly #collector = new HeaderCollector(fixedLimits.header_bytes.value)
  #gate: Gate | undefined
  #size = 0
  #refusal: Reply | undefined
  #delivering = false

  constructor(context: SubmissionContext, transaction: Transaction) {
    this.#context = context
    this.#transaction = transaction
    this.#staging = context.store.stage()
  }

  /** Octets read so far, dropped ones included. */
  get size(): number {
    return this.#size
  }

  /** Takes ownership of `chunk`. A promise asks the caller to wait; it never rejects. */
  write(chunk: Buffer): Promise<void> | undefined {
    this.#size += chunk.length
    // judged before everything else, as a client would be told that sent the size first
    if (this.#size > this.#context.limits.message_bytes) this.#refusal = replies.tooBig
    if (this.#refusal) return this.#refuse(this.#refusal)
    if (this.#gate) return this.#body(this.#gate, chunk)
    const offset = this.#collector.write(chunk)
    if (this.#collector.tooLong) return this.#refuse(replies.unparsable('header too long'))
    if (offset === -1) return undefined
    const header = this.#header()
    if (!header || !this.#gate) return undefined
    const wait = this.#stage(header)
    if (offset === chunk.length) return wait
    const body = chunk.subarray(offset)
    return wait ? wait.then(() => this.#gate && this.#body(this.#gate, body)) : this.#body(this.#gate, body)
  }

  /** Decides, delivers, and says what to reply. Never rejects. */
  async finish(violation: DataViolation | undefined): Promise<Reply> {
    if (!this.#refusal && !this.#gate) this.#header()
    if (violation && this.#refusal !== replies.tooBig) {
      // whatever else is wrong may come from this
      this.#refusal = undefined
      this.#refuse(replies.badLineInData)
    }
    if (this.#gate && typeof this.#gate.end() === 'object') this.#refuse(replies.notEncrypted)
    if (this.#refusal) return this.#refusal
    this.#delivering = true
    try {
      return await this.#deliver()
    } catch (error) {
      return this.#storeProblem(error)
    } finally {
      this.#staging.discard()
    }
  }

  /** Forgets the message, unless it is whole and on its way into the mailboxes. */
  abort(): void {
    if (!this.#delivering) this.#refuse(replies.internal)
  }

  /** Judges the complete header and returns it cleaned; undefined when the message is refused. */
  #header(): Buffer | undefined {
    const header = parseHeader(this.#collector.bytes())
    if (!header) return this.#refuse(replies.unparsable('malformed header'))
    const { sender } = this.#transaction
    const from = fromAddress(header)
    if (!from.ok) return this.#refuse(replies.invalidFrom(`${from.problem}, exactly one address is required`))
    if (judgeFrom(from, sender) !== 'ok') return this.#refuse(replies.fromNotSender(from.address, sender))
    this.#gate = createBodyGate(header, { versionHeader: 'refuse' })
    return cleanHeader(header, { local: true })
  }

  #body(gate: Gate, chunk: Buffer): Promise<void> | undefined {
    return gate.write(chunk) ? this.#stage(chunk) : this.#refuse(replies.notEncrypted)
  }

  #stage(chunk: Buffer): Promise<void> | undefined {
    try {
      return this.#staging.write(chunk)?.catch((error: unknown) => void this.#storeProblem(error))
    } catch (error) {
      this.#storeProblem(error)
      return undefined
    }
  }

  /**
   * All local recipients get the message or none does, and the client hears that it failed: SMTP has one reply after
   * DATA, and clients send again to all.
   */
  async #deliver(): Promise<Reply> {
    const outcomes = await this.#context.delivery.deliver(this.#staging, this.#transaction.recipients)
    const reasons = outcomes.map((outcome) => (outcome.ok ? undefined : outcome.reason))
    if (reasons.includes('over-quota')) return replies.recipientFull
    return reasons.every((reason) => reason === undefined) ? replies.accepted : replies.accountGone
  }

  #storeProblem(error: unknown): Reply {
    const full = error instanceof StoreFullError
    const busy = error instanceof StoreBusyError
    const reason = full ? 'disk full' : error instanceof Error ? error.name : 'unknown'
    this.#context.log.error('smtp.message_not_stored', { reason })
    const reply = full ? replies.storageFull : busy ? replies.storageBusy : replies.internal
    this.#refuse(reply)
    return reply
  }

  #refuse(reply: Reply): undefined {
    this.#refusal ??= reply
    this.#gate = undefined
    this.#staging.discard()
    return undefined
  }
}
