import type { Socket } from 'node:net'
import type { SecureContext, TLSSocket } from 'node:tls'
import type { SMTPServer } from 'smtp-server'
import { SMTPConnection } from 'smtp-server/lib/smtp-connection.js'
import { fixedLimits } from '../config/limits.ts'
import { isSenderAddress } from '../policy/sender.ts'
import { CommandStream, type CommandStreamOwner, type MessageSink } from './command-stream.ts'
import type { DataViolation } from './data-reader.ts'
import { MessageReceiver } from './receiver.ts'
import { type Reply, replies } from './replies.ts'
import { type SubmissionContext, Transaction } from './transaction.ts'

export interface ConnectionContext extends SubmissionContext {
  secureContext(): SecureContext
}

const VALUE_PARAMETERS = ['BODY', 'SIZE']
/** What EHLO offers, and AUTH, which RFC 4954 section 5 lets every logged-in client send. */
const MAIL_PARAMETERS = new Set([...VALUE_PARAMETERS, 'SMTPUTF8', 'AUTH'])
const EXTENSIONS = ['PIPELINING', '8BITMIME', 'SMTPUTF8', 'ENHANCEDSTATUSCODES']

/**
 * One submission connection: the frame, AUTH and STARTTLS of smtp-server; line discipline, transaction and replies of
 * our own. Methods named `handler_X` are looked up by smtp-server when the client sends X.
 */
export class SubmissionConnection extends SMTPConnection implements CommandStreamOwner, MessageSink {
  readonly #context: ConnectionContext
  #transaction: Transaction | undefined
  #receiver: MessageReceiver | undefined
  #held: Socket | undefined
  #loginTimer: NodeJS.Timeout | undefined
  #leaving = false
  #failedLogins = 0
  #refusedRecipients = 0

  constructor(server: SMTPServer, socket: Socket | TLSSocket, context: ConnectionContext, secure: boolean) {
    super(server, socket)
    this.#context = context
    this.secure = secure
    this.session.secure = secure
  }

  /** Greets at once: no wait for early talkers, no look-up of the client's name. */
  override init(): void {
    this.#loginTimer = setTimeout(() => {
      if (!this.session.user) this.reply(replies.loginTimeout)
    }, fixedLimits.smtp_login_ms.value).unref()
    this._setListeners(() => this.connectionReady())
  }

  /** Says good-bye as soon as no command is being answered. */
  leave(): void {
    this.#leaving = true
    if (!this.busy) this.reply(replies.bye)
  }

  get busy(): boolean {
    return this._handlerPending || this.#receiver !== undefined
  }

  destroy(): void {
    this._socket.destroy()
  }

  reply(reply: Reply): void {
    this.send(reply.code, reply.text, false)
  }

  /** Called by the AUTH handler of smtp-server through `onAuth`. False: too many, the connection is closed. */
  countFailedLogin(): boolean {
    this.#failedLogins += 1
    if (this.#failedLogins < fixedLimits.smtp_failed_logins.value) return true
    this.reply(replies.tooManyLogins)
    return false
  }

  // command stream

  holdReplies(): void {
    this.#held = this._socket
    this.#held.cork()
  }

  releaseReplies(): void {
    this.#held?.uncork()
    this.#held = undefined
  }

  badLine(): void {
    this.reply(replies.badLine)
    this.close()
  }

  override _createParser(): CommandStream {
    const parser = new CommandStream(this, fixedLimits.smtp_command_bytes.value)
    parser.oncommand = (command, callback) => this._onCommand(command, callback)
    parser.on('error', (error) => this.send(421, `Error: ${error.message}`))
    return parser
  }

  get #parser(): CommandStream | false {
    return this._parser as CommandStream | false
  }

  /** A client whose first line is no SMTP command speaks another protocol: nothing it says is a command to us. */
  override _onCommand(command: Buffer, callback?: () => void): void {
    const name = command.toString('latin1', 0, 8).split(' ', 1)[0]!.toUpperCase()
    if (!this.hostNameAppearsAs && !this._nextHandler && !this._isSupported(name)) {
      this.reply(replies.notSmtp)
      return
    }
    super._onCommand(command, () => {
      if (this.#leaving && !this.#receiver) this.reply(replies.bye)
      callback?.()
    })
  }

  override _onClose(): void {
    clearTimeout(this.#loginTimer)
    this.#receiver?.abort()
    super._onClose()
  }

  override _armTimeout(socket: Socket = this._socket): void {
    socket.setTimeout(fixedLimits.smtp_idle_ms.value, () => this._onTimeout())
  }

  override _resetSession(): void {
    super._resetSession()
    this.#transaction = undefined
  }

  // commands

  override handler_EHLO(command: Buffer, callback: () => void): void {
    const [, hostname, ...more] = command.toString('latin1').trim().split(/\s+/)
    if (!hostname || more.length > 0 || /[^\x21-\x7e]/.test(hostname) || hostname.length > 255) {
      this.send(501, 'Syntax: EHLO hostname', false)
      callback()
      return
    }
    this.hostNameAppearsAs = hostname.toLowerCase()
    this._resetSession()
    const login = this.secure ? `AUTH ${this._server.options.authMethods.join(' ')}` : 'STARTTLS'
    const size = `SIZE ${this.#context.limits.message_bytes}`
    this.send(250, [this.name, ...EXTENSIONS, size, login], false)
    callback()
  }

  override handler_VRFY(_command: Buffer, callback: () => void): void {
    this.reply(replies.verifyNothing)
    callback()
  }

  override handler_STARTTLS(command: Buffer, callback: () => void): void {
    if (this.#parser && this.#parser.pending > 0) {
      // RFC 3207 section 5: what was sent in clear behind STARTTLS must not run inside TLS
      this.reply(replies.injectedBeforeTls)
      callback()
      return
    }
    this._server.secureContext.set('*', this.#context.secureContext())
    this.releaseReplies()
    super.handler_STARTTLS(command, callback)
  }

  override handler_MAIL(command: Buffer, callback: () => void): void {
    this.#mail(command, callback)
  }

  override handler_RCPT(command: Buffer, callback: () => void): void {
    this.#rcpt(command, callback)
  }

  override handler_DATA(_command: Buffer, callback: () => void): void {
    const transaction = this.#transaction
    if (!transaction) this.reply(replies.needMail)
    else if (transaction.recipients.length === 0) this.reply(replies.needRecipient)
    else if (this.#parser) {
      this.#receiver = new MessageReceiver(this.#context, transaction)
      this.#parser.startMessage(this)
      this.reply(replies.sendMessage)
    }
    callback()
  }

  #mail(command: Buffer, callback: () => void): void {
    const written = pathOf(command)
    const parsed = this._parseAddressCommand('mail from', command)
    if (written !== undefined && !isSenderAddress(written)) this.reply(replies.invalidSender(written))
    else if (!parsed || written === undefined) this.reply(replies.badSender)
    else if (this.#transaction) this.reply(replies.nestedMail)
    else if (!Object.keys(parsed.args || {}).every((name) => MAIL_PARAMETERS.has(name)))
      this.reply(replies.unknownParameter)
    else if (this._rejectInvalidParams(parsed, VALUE_PARAMETERS, callback)) return
    else {
      const problem = this._validateMailParams(parsed)
      if (problem) this.send(problem.code, problem.message, problem.enhancedCode ?? undefined)
      else if (this.#exceedsSize(parsed.args)) this.reply(replies.tooBig)
      else {
        this.#transaction = new Transaction(this.#context, this.session.user, written)
        this.reply(replies.senderOk)
      }
    }
    callback()
  }

  /** RFC 1870 section 6.1: what the client announces is refused before it is sent. */
  #exceedsSize(parameters: unknown): boolean {
    const size = parameters ? (parameters as { SIZE?: unknown }).SIZE : undefined
    return typeof size === 'string' && Number(size) > this.#context.limits.message_bytes
  }

  #rcpt(command: Buffer, callback: () => void): void {
    const parsed = this._parseAddressCommand('rcpt to', command)
    const address = parsed ? pathOf(command) : undefined
    if (!this.#transaction) this.reply(replies.needMail)
    else if (!address) this.reply(replies.badRecipient)
    else if (parsed && Object.keys(parsed.args || {}).length > 0) this.reply(replies.unknownParameter)
    else {
      const answer = this.#transaction.rcpt(address)
      this.reply(answer)
      if (answer.code >= 500) this.#refusedRecipients += 1
      if (this.#refusedRecipients >= fixedLimits.smtp_refused_recipients.value)
        this.reply(replies.tooManyRefused)
    }
    callback()
  }

  // message

  write(chunk: Buffer): Promise<void> | undefined {
    if (!this.#receiver) return undefined
    // a refused message is read to its end, so that the client sees the reply; within reason
    if (this.#receiver.size > 2 * this.#context.limits.message_bytes) {
      this.reply(replies.tooBig)
      this.close()
      return undefined
    }
    return this.#receiver.write(chunk)
  }

  async end(violation: DataViolation | undefined): Promise<void> {
    const receiver = this.#receiver
    if (!receiver) return
    // the client waits for us now, so idle time does not count
    this._handlerPending = true
    const reply = await receiver.finish(violation)
    this._handlerPending = false
    this.#receiver = undefined
    this._resetSession()
    this.reply(reply)
    if (this.#leaving) this.reply(replies.bye)
  }
}

/**
 * The address between the angle brackets as it was written: smtp-server turns `xn--` domains into Unicode. None when it
 * is longer than a path may be, or a reply that quotes it would be longer than a reply may be (RFC 5321 section 4.5.3.1).
 */
const pathOf = (command: Buffer): string | undefined =>
  /^[A-Za-z]+ [A-Za-z]+:\s*<([^<>\s]{0,254})>/.exec(command.toString())?.[1]
