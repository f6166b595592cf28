import type { Socket } from 'node:net'
import { Dispatcher } from './dispatcher.ts'
import { ByeError, byes } from './errors.ts'
import { imapLimits, imapTimers } from './limits.ts'
import { Gather } from './output.ts'
import { type Host, type Server, Session } from './session.ts'
import type { Deadline, TimerWheel } from './timer-wheel.ts'
import { Tokenizer } from './wire/tokenizer.ts'

/** What a connection needs beside the shared server. */
export interface Surroundings {
  readonly server: Server
  readonly wheel: TimerWheel
  /** Called once, when the socket is gone. */
  onClose(connection: Connection): void
}

/**
 * Bytes, timers and TLS of one client; it knows no command by name. Replies gather and leave in one write when the
 * input is used up. While a command runs, input waits, first in memory, then in the peer.
 */
export class Connection implements Host, Deadline {
  slot = -1
  #socket: Socket
  readonly #around: Surroundings
  readonly #gather = new Gather()
  #tokenizer = new Tokenizer()
  #session: Session
  #dispatcher: Dispatcher
  #input: Buffer | undefined
  #running = false
  #closed = false
  #peerEnded = false
  #farewell: string | undefined
  #room: { readonly promise: Promise<void>; resolve(): void; reject(error: Error): void } | undefined

  constructor(socket: Socket, secure: boolean, around: Surroundings) {
    this.#around = around
    this.#socket = socket
    this.#session = new Session(around.server, this, secure)
    this.#dispatcher = new Dispatcher(this.#session, this.#tokenizer)
    this.#listen(socket)
    around.wheel.schedule(this, imapTimers.login)
  }

  greet(capabilities: (session: Session) => string): void {
    this.text(`* OK [${capabilities(this.#session)}] Ready\r\n`)
    this.#send()
  }

  // Output

  text(latin1: string): void {
    this.#gather.text(latin1)
  }

  bytes(octets: Buffer): void {
    this.#gather.bytes(octets)
  }

  get full(): boolean {
    return this.#gather.full
  }

  flush(): Promise<void> | undefined {
    this.#send()
    if (this.#room === undefined && (this.#closed || this.#socket.writableNeedDrain)) {
      this.#room = Promise.withResolvers<void>()
      // Whoever waits hears of the end; nobody has to wait.
      this.#room.promise.catch(() => {})
      if (this.#closed) this.#room.reject(new ByeError('gone'))
      else this.#arm()
    }
    return this.#room?.promise
  }

  outside(job: () => void): void {
    if (this.#closed) return
    try {
      job()
      this.#send()
    } catch (error) {
      this.#bye(error instanceof ByeError ? error.message : byes.shutdown)
    }
  }

  /** Says good-bye, at once or after the running command. */
  leave(farewell: string = byes.shutdown): void {
    this.#farewell = farewell
    if (!this.#running) this.#bye(farewell)
  }

  get busy(): boolean {
    return this.#running
  }

  destroy(): void {
    this.#socket.destroy()
  }

  // Deadline

  expire(): void {
    const waiting = this.#dispatcher.waiting
    const dead = this.#room !== undefined || this.#dispatcher.next === 'close'
    // Nobody reads, or the keepalive before this one has not left yet.
    if (dead || (waiting?.keepalive !== undefined && this.#socket.writableLength > 0)) this.destroy()
    else if (this.#session.state === 'not-authenticated') this.#bye(byes.loginTimeout)
    else if (waiting?.keepalive !== undefined) this.outside(() => waiting.keepalive?.())
    else if (!this.#running) this.#bye(byes.inactivity)
    this.#arm()
  }

  #listen(socket: Socket): void {
    socket.on('data', this.#onData)
    socket.on('drain', this.#onDrain)
    socket.on('end', this.#onEnd)
    socket.on('error', this.#onError)
    socket.on('close', this.#onClose)
  }

  #onData = (chunk: Buffer): void => {
    if (this.#dispatcher.next !== 'go-on') return
    this.#input = this.#input === undefined ? chunk : Buffer.concat([this.#input, chunk])
    if (this.#running) {
      if (this.#input.length > imapLimits.inputBytes) this.#socket.pause()
    } else this.#consume()
  }

  #onDrain = (): void => {
    this.#room?.resolve()
    this.#room = undefined
    this.#arm()
  }

  #onEnd = (): void => {
    this.#peerEnded = true
    if (!this.#running) this.#end()
  }

  #onError = (): void => {}

  #onClose = (): void => {
    if (this.#closed) return
    this.#closed = true
    this.#around.wheel.cancel(this)
    this.#room?.reject(new ByeError('gone'))
    this.#room = undefined
    this.#input = undefined
    this.#dispatcher.abandon()
    this.#session.end()
    this.#around.onClose(this)
  }

  /** Feeds the tokenizer until the input is used up or a command takes its time. */
  #consume(): void {
    let at = 0
    while (this.#input !== undefined && this.#dispatcher.next === 'go-on') {
      const event = this.#tokenizer.push(this.#input, at)
      at = this.#tokenizer.end
      if (at === this.#input.length) this.#input = undefined
      if (event === undefined) continue
      // Replies that nobody reads stop the commands that make them.
      const running = this.#dispatcher.handle(event) ?? (this.full ? this.flush() : undefined)
      if (running !== undefined) {
        if (this.#input !== undefined) this.#input = this.#input.subarray(at)
        this.#wait(running)
        return
      }
    }
    this.#settled()
  }

  #wait(running: Promise<void>): void {
    this.#running = true
    running.then(this.#onDone, this.#onBroken)
  }

  #onDone = (): void => {
    this.#running = false
    if (this.#closed) return
    if (this.#socket.isPaused()) this.#socket.resume()
    if (this.#farewell !== undefined) this.#bye(this.#farewell)
    else this.#consume()
  }

  /** Only the end of the connection, or a fault of ours that no reply can mend. */
  #onBroken = (error: unknown): void => {
    if (!(error instanceof ByeError)) {
      this.#around.server.log.error('imap.broken', { error: error instanceof Error ? error.name : 'thrown' })
    }
    this.destroy()
  }

  /** The input is used up. */
  #settled(): void {
    const { next } = this.#dispatcher
    const room = this.flush()
    if (next === 'close' || this.#peerEnded) this.#end()
    else if (next === 'start-tls') void this.#startTls()
    else if (room !== undefined) this.#wait(room)
    else this.#arm()
  }

  /** The deadline that fits what happens now. Before login it stands from the first byte and is never extended. */
  #arm(): void {
    if (this.#closed || this.#dispatcher.next === 'close') return
    const { wheel } = this.#around
    if (this.#room !== undefined) wheel.schedule(this, imapTimers.write)
    else if (this.#session.state === 'not-authenticated') {
      if (this.slot === -1) wheel.schedule(this, imapTimers.login)
    } else if (this.#dispatcher.waiting?.keepalive !== undefined) wheel.schedule(this, imapTimers.keepalive)
    else wheel.schedule(this, imapTimers.inactivity)
  }

  #bye(text: string): void {
    if (this.#closed) return
    this.text(`* BYE ${text}\r\n`)
    this.#dispatcher.next = 'close'
    this.#send()
    this.#end()
  }

  /** Lets what was written leave; a peer that does not take it is cut off. */
  #end(): void {
    this.#socket.end()
    this.#around.wheel.schedule(this, imapTimers.write)
  }

  #send(): void {
    const octets = this.#gather.take()
    if (octets !== undefined && this.#socket.writable) this.#socket.write(octets)
  }

  /** RFC 9051 section 6.2.1: nothing said in the clear counts afterwards, and nothing may be injected. */
  async #startTls(): Promise<void> {
    const { server, wheel } = this.#around
    const plain = this.#socket
    if (this.#input !== undefined || plain.readableLength > 0) return this.destroy()
    plain.pause()
    plain.removeListener('data', this.#onData)
    plain.removeListener('drain', this.#onDrain)
    plain.removeListener('end', this.#onEnd)
    try {
      const secured = await server.upgrade!(plain)
      plain.removeListener('close', this.#onClose)
      this.#socket = secured
      this.#tokenizer = new Tokenizer()
      this.#session = new Session(server, this, true)
      this.#dispatcher = new Dispatcher(this.#session, this.#tokenizer)
      this.#listen(secured)
      if (secured.destroyed) this.#onClose()
      else wheel.schedule(this, imapTimers.login)
    } catch {
      plain.destroy()
    }
  }
}
