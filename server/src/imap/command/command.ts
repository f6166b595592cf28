import type { Arguments } from '../parse/arguments.ts'
import type { Session, State } from '../session.ts'
import type { Token } from '../wire/token.ts'

/** The tagged OK. */
export interface Reply {
  readonly text: string
  /** Response code without brackets. */
  readonly code?: string
  /** What the connection does once the reply is out. */
  readonly next?: 'close' | 'start-tls'
}

/** The command goes on with the next line the client sends. */
export interface Waiting {
  /** Text after `+ `. */
  readonly prompt: string
  /** Called once the prompt is on its way. */
  begun?(): void
  line(text: string): Result
  /** Called every `imapTimers.keepalive` while waiting; without it the usual inactivity limit counts. */
  keepalive?(): void
  /** The connection ended meanwhile. */
  abandon?(): void
}

export type Result = Reply | Waiting | Promise<Reply | Waiting>

/** A literal that goes somewhere while it arrives instead of into memory. */
export interface Receiver {
  /** Takes ownership. A promise when the sender must wait. */
  write(chunk: Buffer): Promise<void> | undefined
  /** The command line ended well after the literal. */
  finish(): Promise<Reply>
  discard(): void
}

/** One row of the command table. */
export interface Command<A = unknown> {
  /** In capitals, `UID FETCH` for the UID forms. */
  readonly name: string
  readonly states: readonly State[]
  parse(args: Arguments): A
  run(session: Session, args: A, tag: string): Result
  /** False for the commands during which sequence numbers must not shift (RFC 9051 section 7.5.1). */
  readonly expunges?: false
  /** For commands whose last literal is streamed. */
  readonly stream?: {
    /** Is the literal announced after these tokens the streamed one? */
    applies(tokens: readonly Token[]): boolean
    /** Checks everything that can be known before the bytes come. @throws BadError, NoError */
    open(session: Session, args: Arguments, size: number): Receiver
  }
}

/** Forgets the argument type, which only `parse` and `run` of the same row share. */
export const command = <A>(row: Command<A>): Command => row as Command

export const anyState: readonly State[] = ['not-authenticated', 'authenticated', 'selected']
export const beforeLogin: readonly State[] = ['not-authenticated']
export const afterLogin: readonly State[] = ['authenticated', 'selected']
export const selectedOnly: readonly State[] = ['selected']

/** For commands without arguments. */
export const none = (): undefined => undefined
