/** A message of the floor: octets as latin1 text, and the two flags that chat clients set. */
export interface FloorMessage {
  readonly uid: number
  readonly text: string
  seen: boolean
  deleted: boolean
}

/** The INBOX of an address. */
export interface FloorMailbox {
  messages: FloorMessage[]
  uidNext: number
  /** Called after each arrival. */
  readonly idling: Set<() => void>
}

/** Mailboxes in memory that appear when they are asked for. */
export class FloorMailboxes {
  readonly #mailboxes = new Map<string, FloorMailbox>()

  of(address: string): FloorMailbox {
    const key = address.toLowerCase()
    const known = this.#mailboxes.get(key)
    if (known !== undefined) return known
    const mailbox: FloorMailbox = { messages: [], uidNext: 1, idling: new Set() }
    this.#mailboxes.set(key, mailbox)
    return mailbox
  }

  deliver(address: string, text: string): void {
    const mailbox = this.of(address)
    mailbox.messages.push({ uid: mailbox.uidNext++, text, seen: false, deleted: false })
    for (const announce of mailbox.idling) announce()
  }
}
