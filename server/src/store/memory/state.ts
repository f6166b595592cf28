import type { Account, Mailbox, MessageEntry } from '../store.ts'

/** One stored message body. Gone when `references` reaches 0. */
export interface StoredContent {
  readonly pieces: readonly Buffer[]
  readonly size: number
  readonly headerSize: number
  references: number
}

/** A mailbox with its messages; records are replaced on change, never altered, so readers keep what they got. */
export interface MemoryMailbox {
  record: Mailbox
  /** By UID; insertion order is ascending, because UIDs only grow. */
  readonly entries: Map<number, MessageEntry>
  readonly metadata: Map<string, string>
}

export interface MemoryAccount {
  record: Account
  readonly mailboxes: Map<string, MemoryMailbox>
  readonly metadata: Map<string, string>
  messages: number
  bytes: number
}

/** Everything the twin knows. */
export class MemoryState {
  readonly accounts = new Map<number, MemoryAccount>()
  readonly accountIds = new Map<string, number>()
  readonly mailboxes = new Map<number, MemoryMailbox>()
  readonly contents = new Map<number, StoredContent>()
  readonly notes = new Map<string, string>()
  /** Mailboxes whose large messages were found to stay until after this day. */
  readonly largeFrom = new Map<number, number>()
  nextAccountId = 1
  nextMailboxId = 1
  nextContentId = 1
  lastUidValidity = 0
  closed = false

  /** Runs one transaction in a later turn, as the disk store does: nothing is visible before it has run. */
  async write<T>(transaction: () => T): Promise<T> {
    await undefined
    if (this.closed) throw new Error('the store is closed')
    return transaction()
  }

  /** Takes one entry out of a mailbox, with its share of the counters and of the content. */
  removeEntry(account: MemoryAccount, mailbox: MemoryMailbox, entry: MessageEntry): void {
    mailbox.entries.delete(entry.uid)
    account.messages--
    account.bytes -= entry.size
    const { record } = mailbox
    mailbox.record = { ...record, messages: record.messages - 1, bytes: record.bytes - entry.size }
    const content = this.contents.get(entry.contentId)
    if (content !== undefined && --content.references === 0) this.contents.delete(entry.contentId)
  }

  /** Appends an entry under the mailbox's next UID and the given mod-sequence. */
  addEntry(
    account: MemoryAccount,
    mailbox: MemoryMailbox,
    entry: Omit<MessageEntry, 'uid'>,
  ): MessageEntry & { uid: number } {
    const { record } = mailbox
    const added = { ...entry, uid: record.uidNext }
    mailbox.entries.set(added.uid, added)
    mailbox.record = {
      ...record,
      uidNext: record.uidNext + 1,
      messages: record.messages + 1,
      bytes: record.bytes + entry.size,
      highestModseq: entry.modseq,
    }
    account.messages++
    account.bytes += entry.size
    const content = this.contents.get(entry.contentId)
    if (content !== undefined) content.references++
    return added
  }
}
