import assert from 'node:assert/strict'
import type { MessageEntry } from '../../store/store.ts'
import type { Client } from './client.ts'

/** What a client knows of one message; fields it was not told yet are missing. */
export interface Known {
  uid?: number
  /** Sorted, joined by spaces. */
  flags?: string
  modseq?: number
}

export const flagText = (flags: readonly string[]): string => [...flags].sort().join(' ')

/**
 * A mailbox as a client rebuilds it from untagged responses alone. Each response is checked against the rules of
 * RFC 9051 section 7: what may come when, and what may never go back.
 */
export class Mirror {
  readonly client: Client
  readonly messages: Known[] = []
  /** Messages whose flags were told during the running command. */
  #told = new Set<Known>()

  constructor(client: Client) {
    this.client = client
  }

  /** Sends a command and takes in all that comes up to its tagged reply, which is returned. */
  async run(command: string): Promise<string> {
    this.#told = new Set()
    this.client.send(`a ${command}\r\n`)
    return this.#upTo(command, /^a /)
  }

  /** Begins to idle; returns how to end it. */
  async idle(): Promise<() => Promise<string>> {
    this.client.send('a IDLE\r\n')
    await this.#upTo('IDLE', /^\+ /)
    return () => {
      this.client.send('DONE\r\n')
      return this.#upTo('IDLE', /^a /)
    }
  }

  /** STORE .SILENT: what the client works out for itself, unless it is told something else. */
  async storeSilently(command: string, targets: readonly Known[], on: boolean, flag: string): Promise<void> {
    const reply = await this.run(command)
    for (const message of targets) {
      if (this.#told.has(message) || message.flags === undefined) continue
      if (!reply.startsWith('a OK')) {
        delete message.flags
        continue
      }
      const others = message.flags.split(' ').filter((each) => each !== '' && each !== flag)
      message.flags = flagText(on ? [...others, flag] : others)
    }
  }

  async #upTo(command: string, last: RegExp): Promise<string> {
    for (;;) {
      const line = await this.client.line()
      assert.ok(line !== undefined, `closed during ${command}`)
      if (last.test(line)) return line
      this.#take(line, command)
    }
  }

  #take(line: string, command: string): void {
    const [, number, kind, rest] = /^\* ([0-9]+) (EXISTS|EXPUNGE|FETCH)(.*)$/.exec(line) ?? []
    if (number === undefined) {
      const numbers =
        /^\* SEARCH(.*)$/
          .exec(line)?.[1]
          ?.match(/[0-9]+/g)
          ?.map(Number) ?? []
      assert.deepEqual(
        numbers,
        [...new Set(numbers)].sort((a, b) => a - b),
        line,
      )
      return
    }
    const at = Number(number)
    if (kind === 'EXISTS') {
      assert.ok(at >= this.messages.length, `${line} after ${this.messages.length}`)
      while (this.messages.length < at) this.messages.push({})
    } else if (kind === 'EXPUNGE') {
      assert.doesNotMatch(command, /^(FETCH|STORE|SEARCH)/, `${line} during ${command}`)
      assert.ok(at >= 1 && at <= this.messages.length, `${line} of ${this.messages.length}`)
      this.messages.splice(at - 1, 1)
    } else this.#fetched(at, rest!, line)
  }

  #fetched(at: number, items: string, line: string): void {
    const message = this.messages[at - 1]
    assert.ok(message !== undefined, `${line} of ${this.messages.length}`)
    const uid = /UID ([0-9]+)/.exec(items)?.[1]
    const flags = /FLAGS \(([^)]*)\)/.exec(items)?.[1]
    const modseq = /MODSEQ \(([0-9]+)\)/.exec(items)?.[1]
    if (uid !== undefined) {
      assert.equal(Number(uid), message.uid ?? Number(uid), `${line}: another message has that number`)
      message.uid = Number(uid)
      this.ascending()
    }
    if (modseq !== undefined) {
      assert.ok(Number(modseq) >= (message.modseq ?? 0), `${line} after ${message.modseq}`)
      message.modseq = Number(modseq)
    }
    if (flags === undefined) return
    message.flags = flagText(flags.split(' ').filter((each) => each !== ''))
    this.#told.add(message)
  }

  ascending(): void {
    const uids = this.messages.flatMap(({ uid }) => (uid === undefined ? [] : [uid]))
    for (let i = 1; i < uids.length; i++) assert.ok(uids[i]! > uids[i - 1]!, `UIDs ${uids}`)
  }

  /** Whatever the client knows is so, and it knows of every message. */
  equals(entries: readonly (MessageEntry & { readonly text: string })[], complete: boolean): void {
    assert.equal(this.messages.length, entries.length)
    for (const [at, entry] of entries.entries()) {
      const known = this.messages[at]!
      if (complete) assert.ok(known.uid !== undefined && known.flags !== undefined)
      assert.equal(known.uid ?? entry.uid, entry.uid, `number ${at + 1}`)
      assert.equal(known.flags ?? entry.text, entry.text, `flags of UID ${entry.uid}`)
      assert.ok((known.modseq ?? 0) <= entry.modseq, `mod-sequence of UID ${entry.uid}`)
    }
  }
}
