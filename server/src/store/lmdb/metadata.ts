import { checkKeyText, isKeyText } from '../key-text.ts'
import { storedName } from '../mailbox-name.ts'
import type { Store } from '../store.ts'
import type { Committer } from './committer.ts'
import { isAccountId, mailboxId, metadataKey } from './keys.ts'
import { findOrdinal, readAccount, type Tables } from './tables.ts'

/** The metadata methods of the store on disk. Values follow their mailbox when it is renamed. */
export const metadataPart = (
  tables: Tables,
  committer: Committer,
): Pick<Store, 'metadata' | 'setMetadata'> => {
  const holder = (accountId: number, mailbox: string): number | undefined => {
    if (!isAccountId(accountId)) return undefined
    const ordinal = mailbox === '' ? 0 : findOrdinal(tables, accountId, storedName(mailbox))
    return ordinal === undefined ? undefined : mailboxId(accountId, ordinal)
  }
  return {
    metadata: (accountId, mailbox, entry) => {
      const id = isKeyText(entry) ? holder(accountId, mailbox) : undefined
      return id === undefined ? undefined : tables.metadata.get(metadataKey(id, entry))?.toString('utf8', 1)
    },

    setMetadata: (accountId, mailbox, entry, value) =>
      committer.write(() => {
        checkKeyText(entry, 'the name of a metadata entry')
        const id = holder(accountId, mailbox)
        if (id === undefined || readAccount(tables, accountId) === undefined) return
        // The leading octet is the record's version.
        if (value === undefined) tables.metadata.remove(metadataKey(id, entry))
        else tables.metadata.put(metadataKey(id, entry), Buffer.from(`\x01${value}`))
      }),
  }
}
