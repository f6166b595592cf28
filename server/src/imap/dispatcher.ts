import { StoreBusyError, StoreFullError } from '../store/store.ts'
import type { Command, Receiver, Reply, Result, Waiting } from './command/command.ts'
import { findCommand } from './command/table.ts'
import { BadError, ByeError, byes, CutError, NoError, refusals } from './errors.ts'
import { imapLimits } from './limits.ts'
import { Arguments } from './parse/arguments.ts'
import type { Session } from './session.ts'
import type { Token, TokenEvent } from './wire/token.ts'
import { type Tokenizer, tagOf } from './wire/tokenizer.ts'

type Running = Promise<void> | undefined

interface Incoming {
  readonly receiver: Receiver
  readonly tokens: number
}

/**
 * Takes the tokenizer's events through the command table and turns what comes back, or is thrown, into replies.
 * One command at a time: while a promise is pending the connection hands over nothing more.
 */
export class Dispatcher {
  readonly #session: Session
  readonly #tokenizer: Tokenizer
  #bad = 0
  #seen = false
  #waiting: { readonly tag: string; readonly row: Command; readonly waiting: Waiting } | undefined
  #incoming: Incoming | undefined
  /** What the connection has to do when the replies are out. */
  next: 'go-on' | 'close' | 'start-tls' = 'go-on'

  constructor(session: Session, tokenizer: Tokenizer) {
    this.#session = session
    this.#tokenizer = tokenizer
  }

  /** The command that waits for a line of its own, when one does. */
  get waiting(): Waiting | undefined {
    return this.#waiting?.waiting
  }

  handle(event: TokenEvent): Running {
    switch (event.kind) {
      case 'command':
        return this.#command(event.tokens)
      case 'line':
        return this.#line(event.text)
      case 'literal':
        return this.#literal(event.tokens, event.size, event.sync)
      case 'data':
        return this.#data(event.chunk)
      case 'error':
        this.#drop()
        return this.#failed(event.tag, new BadError(`Syntax error: ${event.problem}`))
      case 'fatal':
        return this.#failed(undefined, new ByeError(byes.stream))
    }
  }

  /** The connection is gone: commands in the middle of something let go of it. */
  abandon(): void {
    this.#drop()
    this.#waiting?.waiting.abandon?.()
    this.#waiting = undefined
  }

  #drop(): void {
    this.#incoming?.receiver.discard()
    this.#incoming = undefined
  }

  #command(tokens: readonly Token[]): Running {
    const tag = tagOf(tokens)
    try {
      const incoming = this.#incoming
      this.#incoming = undefined
      if (incoming !== undefined) {
        if (tokens.length === incoming.tokens)
          return this.#settle(tag!, undefined, incoming.receiver.finish())
        incoming.receiver.discard()
        throw new BadError('Nothing may follow the message')
      }
      if (tokens.length === 0) throw new BadError('An empty line is not a command')
      const { row, args } = this.#row(tokens)
      const parsed = row.parse(args)
      args.end()
      return this.#settle(tag!, row, row.run(this.#session, parsed, tag!))
    } catch (error) {
      return this.#failed(tag, error)
    } finally {
      this.#seen = true
    }
  }

  /** The row for these tokens and the arguments after its name. @throws BadError, ByeError */
  #row(tokens: readonly Token[]): { row: Command; args: Arguments } {
    const found = tagOf(tokens) === undefined ? undefined : findCommand(tokens)
    if (found === undefined) {
      // A first line that is not IMAP comes from another protocol, perhaps steered by a web page.
      if (!this.#seen && this.#session.state === 'not-authenticated') throw new ByeError(byes.notImap)
      throw new BadError('Unknown command')
    }
    if (!found.row.states.includes(this.#session.state)) throw new BadError('Not now')
    this.#session.stillThere()
    return { row: found.row, args: new Arguments(tokens, found.from) }
  }

  #line(text: string): Running {
    const { tag, row, waiting } = this.#waiting!
    this.#waiting = undefined
    try {
      return this.#settle(tag, row, waiting.line(text))
    } catch (error) {
      return this.#failed(tag, error)
    }
  }

  #literal(tokens: readonly Token[], size: number, sync: boolean): Running {
    const tag = tagOf(tokens)
    try {
      if (this.#incoming !== undefined) throw new BadError('Nothing may follow the message')
      const found = tag === undefined ? undefined : findCommand(tokens)
      if (found?.row.stream?.applies(tokens)) {
        const { row, args } = this.#row(tokens)
        this.#incoming = { receiver: row.stream!.open(this.#session, args, size), tokens: tokens.length }
        this.#tokenizer.stream(size)
      } else {
        const trusted = this.#session.state !== 'not-authenticated'
        if (size > (trusted ? imapLimits.literalBytes : imapLimits.greetingLiteralBytes)) {
          throw new NoError(refusals.literalTooBig)
        }
        this.#tokenizer.accept(size)
      }
      if (sync) this.#session.out.text('+ OK\r\n')
      return undefined
    } catch (error) {
      this.#drop()
      if (sync) {
        this.#tokenizer.refuse()
        return this.#failed(tag, error)
      }
      return this.#swallow(tokens.length, size, error)
    }
  }

  #data(chunk: Buffer): Running {
    const { receiver, tokens } = this.#incoming!
    // What cannot be kept is read to its end, so that the reply comes where the client looks for it.
    const spoil = (error: unknown): void => {
      receiver.discard()
      if (this.#incoming?.receiver === receiver) this.#incoming = { receiver: swallowing(error), tokens }
    }
    try {
      return receiver.write(chunk)?.catch(spoil)
    } catch (error) {
      spoil(error)
    }
  }

  /** A refused literal that comes all the same: read past it when it is not longer than a message, else close. */
  #swallow(tokens: number, size: number, error: unknown): Running {
    const trusted = this.#session.state !== 'not-authenticated'
    if (!trusted || size > this.#session.server.config.limits.message_bytes) {
      return this.#failed(undefined, new ByeError(byes.stream))
    }
    this.#incoming = { receiver: swallowing(error), tokens }
    this.#tokenizer.stream(size)
    return undefined
  }

  #settle(tag: string, row: Command | undefined, result: Result): Running {
    if (!(result instanceof Promise)) return this.#answer(tag, row, result)
    return result.then(
      (settled) => this.#answer(tag, row, settled),
      (error) => this.#failed(tag, error),
    )
  }

  #answer(tag: string, row: Command | undefined, result: Reply | Waiting): undefined {
    try {
      const { out } = this.#session
      if ('prompt' in result) {
        this.#waiting = { tag, row: row!, waiting: result }
        this.#tokenizer.expectLine()
        out.text(`+ ${result.prompt}\r\n`)
        result.begun?.()
        return
      }
      this.#session.tell(row?.expunges !== false)
      out.text(`${tag} OK ${result.code === undefined ? '' : `[${result.code}] `}${result.text}\r\n`)
      if (this.#session.state !== 'not-authenticated') {
        this.#tokenizer.trust()
        this.#bad = 0
      }
      if (result.next !== undefined) this.next = result.next
    } catch (error) {
      this.#failed(tag, error)
    }
  }

  #failed(tag: string | undefined, error: unknown): undefined {
    const { out, server, state } = this.#session
    const at = tag ?? '*'
    if (error instanceof NoError) {
      out.text(`${at} NO ${error.code === undefined ? '' : `[${error.code}] `}${error.message}\r\n`)
    } else if (error instanceof BadError) {
      const few = state === 'not-authenticated'
      out.text(`${at} BAD ${error.message}\r\n`)
      this.#bad++
      if (this.#bad >= (few ? imapLimits.badBeforeLogin : imapLimits.badAfterLogin))
        this.#bye(byes.tooManyBad)
    } else if (error instanceof ByeError) {
      this.#bye(error.message)
    } else if (error instanceof CutError) {
      this.next = 'close'
    } else if (error instanceof StoreFullError) {
      const [code, text] = refusals.diskFull
      server.log.error('imap.disk_full')
      out.text(`${at} NO [${code}] ${text}\r\n`)
    } else if (error instanceof StoreBusyError) {
      const [code, text] = refusals.busy
      out.text(`${at} NO [${code}] ${text}\r\n`)
    } else {
      const [code, text] = refusals.internal
      server.log.error('imap.internal_error', { error: placeOf(error) })
      out.text(`${at} NO [${code}] ${text}\r\n`)
    }
  }

  #bye(text: string): void {
    this.#session.out.text(`* BYE ${text}\r\n`)
    this.next = 'close'
  }
}

/** Takes the octets of a literal that was refused, and says why at its end. */
const swallowing = (error: unknown): Receiver => ({
  write: () => undefined,
  finish: () => Promise.reject(error),
  discard() {},
})

/** Kind and place of an error; not its text, which may quote what a person wrote. */
const placeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'not an error'
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return [error.name, ...frames.slice(0, 5).map((line) => line.trim())].join(' ')
}
