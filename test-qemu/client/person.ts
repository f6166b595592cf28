import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { T } from '@deltachat/jsonrpc-client'
import type { ChatCore } from './core.ts'

const patience = 120_000

/** Somebody with a profile in Delta Chat. Reads nothing unless asked: like a phone in a pocket. */
export class Person {
  readonly name: string
  readonly core: ChatCore
  readonly account: number

  private constructor(name: string, core: ChatCore, account: number) {
    this.name = name
    this.core = core
    this.account = account
  }

  /** Makes a profile from what a QR code says (`dcaccount:…`, `dclogin:…`) and goes online. */
  static async join(name: string, core: ChatCore, code: string): Promise<Person> {
    const account = await core.rpc.addAccount()
    const person = new Person(name, core, account)
    await core.rpc.setConfig(account, 'displayname', name)
    await person.#useLogin(code)
    await person.goOnline()
    return person
  }

  /** Releases before 2.0 know one login per profile, and another command for it. */
  async #useLogin(code: string): Promise<void> {
    const { rpc } = this.core
    const system = await rpc.getSystemInfo()
    if (system.deltachat_core_version?.startsWith('v1.')) {
      await rpc.setConfigFromQr(this.account, code)
      await rpc.configure(this.account)
    } else await rpc.addTransportFromQr(this.account, code)
  }

  async address(): Promise<string> {
    return (await this.core.rpc.getConfig(this.account, 'configured_addr')) ?? ''
  }

  async goOnline(): Promise<void> {
    const before = this.core.events(this.account).length
    await this.core.rpc.startIo(this.account)
    await this.core.until(this.account, `${this.name} waiting for messages`, patience, () =>
      this.core
        .events(this.account)
        .slice(before)
        .find(({ kind }) => kind === 'ImapInboxIdle'),
    )
  }

  /** What the phone's system tells the app when the network is back; it ends waiting between attempts. */
  noticeNetwork(): Promise<unknown> {
    return this.core.rpc.maybeNetwork()
  }

  goOffline(): Promise<unknown> {
    return this.core.rpc.stopIo(this.account)
  }

  /**
   * Scans the other's invitation (SecureJoin).
   * @returns the encrypted chat of each with the other: ours, theirs
   */
  async befriend(other: Person): Promise<[ours: number, theirs: number]> {
    const [code] = await other.core.rpc.getChatSecurejoinQrCodeSvg(other.account, null)
    const ours = await this.core.rpc.secureJoin(this.account, code)
    await this.core.until(this.account, `${this.name} joining ${other.name}`, patience, () =>
      this.core
        .events(this.account)
        .find((event) => event.kind === 'SecurejoinJoinerProgress' && event.progress === 1000),
    )
    const done = await other.core.until(other.account, `${other.name} meeting ${this.name}`, patience, () =>
      other.core
        .events(other.account)
        .find((event) => event.kind === 'SecurejoinInviterProgress' && event.progress === 1000),
    )
    if (done.kind !== 'SecurejoinInviterProgress') throw new Error('unreachable')
    return [ours, await other.core.rpc.createChatByContactId(other.account, done.contactId)]
  }

  /** Sends and returns once the server has promised to deliver. */
  async send(chat: number, text: string, file: string | null = null): Promise<number> {
    const message = { text, file, ...(file ? { viewtype: 'File' } : {}) } as unknown as T.MessageData
    const id = await this.core.rpc.sendMsg(this.account, chat, message)
    await this.core.until(this.account, `the delivery of "${text}" from ${this.name}`, patience, () => {
      const events = this.core.events(this.account)
      const failed = events.find((event) => event.kind === 'MsgFailed' && event.msgId === id)
      if (failed) throw new Error(`"${text}" from ${this.name} was refused`)
      return events.find((event) => event.kind === 'MsgDelivered' && event.msgId === id)
    })
    return id
  }

  /** Waits for a message with this text and returns it. */
  receive(text: string, timeoutMs = patience): Promise<T.Message> {
    const seen = new Set<number>()
    return this.core.until(this.account, `"${text}" reaching ${this.name}`, timeoutMs, async () => {
      for (const event of this.core.events(this.account)) {
        if (event.kind !== 'IncomingMsg' && event.kind !== 'MsgsChanged') continue
        if (event.msgId === 0 || (event.kind === 'IncomingMsg' && seen.has(event.msgId))) continue
        seen.add(event.msgId)
        const message = await this.core.rpc.getMessage(this.account, event.msgId).catch(() => undefined)
        if (message?.text === text) return message
      }
      return undefined
    })
  }

  /** Waits until the file of a message is here whole, and returns its SHA-256. */
  async receiveFile(text: string, bytes: number, timeoutMs: number): Promise<string> {
    const { id } = await this.receive(text, timeoutMs)
    const path = await this.core.until(this.account, `the file of "${text}"`, timeoutMs, async () => {
      const message = await this.core.rpc.getMessage(this.account, id)
      if (message.downloadState === 'Available') await this.core.rpc.downloadFullMessage(this.account, id)
      return message.downloadState === 'Done' && message.fileBytes === bytes && message.file
        ? message.file
        : undefined
    })
    return createHash('sha256')
      .update(await readFile(path))
      .digest('hex')
  }
}
