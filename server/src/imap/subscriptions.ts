import { imapLimits } from './limits.ts'
import type { Session } from './session.ts'

/** No client can name this entry: annotation names begin with `/private` or `/shared`. */
const ENTRY = 'subscriptions'

/** Names the account subscribed to (RFC 9051 section 6.3.7); at first INBOX. */
export const subscriptions = (session: Session): string[] => {
  const stored = session.server.store.metadata(session.accountId, '', ENTRY)
  return stored === undefined ? ['INBOX'] : stored.split('\n').filter((name) => name !== '')
}

/** Adds or takes away one name. False when there are too many. */
export const setSubscribed = (session: Session, name: string, wanted: boolean): Promise<boolean> => {
  const { store, accountQueue } = session.server
  return accountQueue.run(session.accountId, async () => {
    const before = subscriptions(session)
    if (before.includes(name) === wanted) return true
    const after = wanted ? [...before, name] : before.filter((each) => each !== name)
    if (after.length > imapLimits.mailboxes) return false
    await store.setMetadata(session.accountId, '', ENTRY, after.join('\n'))
    return true
  })
}
