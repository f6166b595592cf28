import { dayOf } from '../clock.ts'
import type { Limits } from '../config/config.ts'
import { type Day, Flag, type MessageEntry } from '../store/store.ts'

/** What has lived long enough on one day (docs/protocol.md, expiry). Whole days, so that a mailbox is looked at once a day. */
export interface Rule {
  /** Messages that came before this day go. */
  readonly mail: Day
  /** Large messages that came before this day go once they could be fetched. */
  readonly largeMail: Day
  /** Accounts whose last login was before this day go. */
  readonly accounts: Day
}

export const ruleOf = (limits: Limits, nowMs: number): Rule => {
  const today = dayOf(nowMs)
  return {
    mail: today - limits.mail_days,
    largeMail: today - limits.large_mail_days,
    accounts: today - limits.account_days,
  }
}

/**
 * Whether a message goes. A large one could be fetched when it was read, or when its owner has logged in on a later day
 * than it came: a client looks at everything new as it logs in.
 */
export const isExpired = (
  rule: Rule,
  { large_mail_bytes }: Pick<Limits, 'large_mail_bytes'>,
  lastLoginDay: Day,
): ((entry: MessageEntry) => boolean) => {
  return ({ internalDate, size, flags }) => {
    const day = dayOf(internalDate)
    if (day < rule.mail) return true
    if (size <= large_mail_bytes || day >= rule.largeMail) return false
    return (flags & Flag.Seen) !== 0 || lastLoginDay > day
  }
}
