import assert from 'node:assert/strict'

/** What one mailbox shows: the mark of each message with its UID and size. */
export interface Shown {
  readonly uidValidity: number
  readonly uidNext: number
  readonly messages: readonly { readonly uid: number; readonly mark: string; readonly size: number }[]
}

interface Sent {
  readonly size: number
  /** The server said that it has the message. */
  acknowledged: boolean
}

/** One mailbox as its owner may expect it, and what has been seen of it. */
class Book {
  readonly sent = new Map<string, Sent>()
  /** UIDs whose EXPUNGE was asked for, and those for which it was confirmed. */
  readonly asked = new Set<number>()
  readonly expunged = new Set<number>()
  /** Marks of messages whose EXPUNGE was asked for: they may be there or not. */
  readonly leaving = new Set<string>()
  uidValidity: number | undefined
  uidNext = 1
}

/** What was promised to clients, kept outside of the server, and compared with what it shows after each start. */
export class Ledger {
  readonly #books = new Map<string, Book>()
  acknowledged = 0
  expunged = 0

  #book(address: string): Book {
    const known = this.#books.get(address)
    if (known !== undefined) return known
    const fresh = new Book()
    this.#books.set(address, fresh)
    return fresh
  }

  /** Before the last octet leaves: from here on the message may be there. */
  sending(mark: string, size: number, to: readonly string[]): void {
    for (const address of to) this.#book(address).sent.set(mark, { size, acknowledged: false })
  }

  accepted(mark: string, to: readonly string[]): void {
    for (const address of to) this.#book(address).sent.get(mark)!.acknowledged = true
    this.acknowledged++
  }

  expunging(address: string, uid: number, mark: string): void {
    this.#book(address).asked.add(uid)
    this.#book(address).leaving.add(mark)
  }

  gone(address: string, uid: number): void {
    this.#book(address).expunged.add(uid)
    this.expunged++
  }

  /** @throws AssertionError for mail that is lost, doubled, torn or back, and for UIDs that went back */
  compare(address: string, shown: Shown): void {
    const book = this.#book(address)
    book.uidValidity ??= shown.uidValidity
    assert.equal(shown.uidValidity, book.uidValidity, `${address}: UIDVALIDITY changed`)
    assert.ok(shown.uidNext >= book.uidNext, `${address}: UIDNEXT went back`)
    book.uidNext = shown.uidNext
    const seen = new Set<string>()
    for (const { uid, mark, size } of shown.messages) {
      assert.ok(!seen.has(mark), `${address}: ${mark} is doubled`)
      seen.add(mark)
      assert.ok(!book.expunged.has(uid), `${address}: UID ${uid} came back`)
      assert.ok(uid < shown.uidNext, `${address}: UID ${uid} is not below UIDNEXT`)
      assert.equal(size, book.sent.get(mark)?.size, `${address}: ${mark} is torn`)
    }
    for (const [mark, { acknowledged }] of book.sent) {
      if (seen.has(mark)) continue
      assert.ok(!acknowledged || book.leaving.has(mark), `${address}: ${mark} was acknowledged and is lost`)
      // what is not there now must stay away: the server was killed before it could take it
      book.sent.delete(mark)
    }
  }
}
