import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Accounts } from '../accounts/accounts.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config/config.ts'
import type { Log } from '../log/log.ts'
import type { Notifier } from '../notify/notify.ts'
import type { Mailbox, MessageEntry, Store } from '../store/store.ts'
import type { AccountConnections } from './account-connections.ts'
import { BadError, ByeError, byes, NoError, refusals } from './errors.ts'
import type { KeyedQueue } from './keyed-queue.ts'
import type { Output } from './output.ts'
import { formatFlags } from './parse/flags.ts'
import type { Changes, View } from './view.ts'
import { type NumberSet, type Ranges, resolveSet } from './wire/number-set.ts'

/** What every session of the server shares. */
export interface Server {
  readonly store: Store
  readonly accounts: Accounts
  readonly notifier: Notifier
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  /** Turns a plain socket into a TLS one; absent when STARTTLS cannot be offered. */
  readonly upgrade: ((socket: Socket) => Promise<TLSSocket>) | undefined
  /** Values of `/shared/` server annotations. */
  readonly serverMetadata: (entry: string) => string | undefined
  /** Flag changes of one mailbox, one after the other. */
  readonly flagQueue: KeyedQueue
  /** The same for annotations, subscriptions and the names of mailboxes of one account. */
  readonly accountQueue: KeyedQueue
  readonly accountConnections: AccountConnections
}

/** RFC 9051 section 3. */
export type State = 'not-authenticated' | 'authenticated' | 'selected' | 'logout'

export interface Selected {
  readonly mailboxId: number
  readonly readOnly: boolean
  readonly view: View
}

/** What carries a session. */
export interface Host extends Output {
  /** Runs a job that no command asked for and sends what it wrote. */
  outside(job: () => void): void
  /** Says this good-bye and closes, now or after the running command. */
  leave(farewell?: string): void
}

/** What one client has reached: its state, its account, its view. Knows no bytes, no timers and no commands. */
export class Session {
  readonly server: Server
  readonly out: Output
  readonly host: Host
  state: State = 'not-authenticated'
  secure: boolean
  accountId = 0
  selected: Selected | undefined = undefined
  /** The client knows mod-sequences (RFC 7162 section 3.1). */
  condstore = false
  failedLogins = 0
  /** The connection has closed; whoever works for it may stop. */
  gone = false
  /** Flag changes this client was already told by the command that made them: UID to mod-sequence. */
  #own: Map<number, number> | undefined = undefined

  constructor(server: Server, host: Host, secure: boolean) {
    this.server = server
    this.out = host
    this.host = host
    this.secure = secure
  }

  authenticated(accountId: number): void {
    this.accountId = accountId
    this.state = 'authenticated'
    // Passwords take their time; who hung up meanwhile takes no place.
    if (!this.gone) this.server.accountConnections.add(accountId, this)
  }

  /** The account has too many connections, and this is the oldest. */
  dismiss(): void {
    this.host.leave(byes.tooManyConnections)
  }

  /** The connection has closed. */
  end(): void {
    this.gone = true
    this.selected = undefined
    this.server.accountConnections.remove(this.accountId, this)
  }

  select(selected: Selected): void {
    this.selected = selected
    this.state = 'selected'
  }

  unselect(): void {
    this.selected = undefined
    this.state = 'authenticated'
  }

  /** The selected mailbox, for commands of the selected state. */
  get open(): Selected {
    if (this.selected === undefined) throw new BadError('No mailbox is selected')
    return this.selected
  }

  get writable(): Selected {
    const open = this.open
    if (open.readOnly) throw new NoError(refusals.readOnly)
    return open
  }

  /**
   * Before a command with nothing selected: a selected mailbox tells by itself that the account is gone.
   *
   * @throws ByeError when the account was deleted
   */
  stillThere(): void {
    if (this.state !== 'authenticated') return
    if (this.server.store.account(this.accountId) === undefined) throw new ByeError(byes.accountGone)
  }

  /** @throws NoError when the account has no such mailbox. */
  mailbox(name: string): Mailbox {
    const mailbox = this.server.store.findMailbox(this.accountId, name)
    if (mailbox === undefined) throw new NoError(refusals.noMailbox)
    return mailbox
  }

  /** Sequence ranges behind a set. @throws BadError for a sequence number that does not exist. */
  sequences(set: NumberSet, uid: boolean): Ranges {
    const { view } = this.open
    const ranges = resolveSet(set, uid ? view.lastUid : view.count)
    const [first, last] = [ranges[0], ranges.at(-1)]
    if (!uid && (first === undefined || first[0] < 1 || last![1] > view.count)) {
      throw new BadError('No such message')
    }
    return view.sequences(ranges, uid)
  }

  /** Looks at the store for what others did to the selected mailbox. @throws ByeError when it was deleted. */
  changes(expunge: boolean): Changes | undefined {
    const own = this.#own
    this.#own = undefined
    if (this.selected === undefined) return undefined
    const { store } = this.server
    const { mailboxId, view } = this.selected
    const mailbox = store.mailbox(mailboxId)
    if (mailbox === undefined) throw new ByeError(byes.mailboxGone)
    return view.refresh(mailbox, (from, to) => store.listMessages(mailboxId, from, to), expunge, own)
  }

  /** Tells the client what others did (RFC 9051 section 7.5.1 says when EXPUNGE may be told). */
  tell(expunge: boolean): void {
    const changes = this.changes(expunge)
    if (changes !== undefined) this.write(changes)
  }

  /** These entries are or will be in the reply of the running command: no untagged FETCH for them. */
  toldAlready(entries: readonly MessageEntry[]): void {
    if (entries.length === 0) return
    this.#own ??= new Map()
    for (const entry of entries) this.#own.set(entry.uid, entry.modseq)
  }

  /** Tells everything once there are new messages; other changes alone can wait (docs/protocol.md, IMAP). */
  tellArrivals(): void {
    if (this.selected === undefined) return
    const mailbox = this.server.store.mailbox(this.selected.mailboxId)
    if (mailbox === undefined || this.selected.view.expects(mailbox)) this.tell(true)
  }

  write(changes: Changes): void {
    for (const sequence of changes.expunged) this.out.text(`* ${sequence} EXPUNGE\r\n`)
    if (changes.exists !== undefined) this.out.text(`* ${changes.exists} EXISTS\r\n`)
    for (const entry of changes.changed) {
      const modseq = this.condstore ? ` MODSEQ (${entry.modseq})` : ''
      const flags = formatFlags(entry.flags, entry.keywords)
      const sequence = this.selected!.view.sequenceOf(entry.uid)
      this.out.text(`* ${sequence} FETCH (UID ${entry.uid} FLAGS ${flags}${modseq})\r\n`)
    }
  }
}
