import type { MessageKey } from './messages/en.ts'
import type { AccessAnswer, DomainAnswer, Language, Step } from './steps.ts'

/** A mistake in the file that a user may edit on the card, found before set-up. */
export interface PreseedError {
  readonly file: string
  readonly line?: number
  readonly message: string
}

/** What a start is busy with, in this order. */
export const startStages = ['settings', 'server', 'answering'] as const
export type StartStage = (typeof startStages)[number]

/** What `GET /setup/api/state` answers. */
export interface StateView {
  readonly version: string
  readonly language: Language
  /** Somebody has given the code. */
  readonly claimed: boolean
  /** It was this browser. Only then the answers are part of the view. */
  readonly holder: boolean
  readonly step: Step
  readonly phase: 'asking' | 'starting' | 'failed' | 'done'
  readonly mistakes: readonly PreseedError[]
  readonly answers?: {
    readonly domain?: DomainAnswer
    readonly access?: AccessAnswer
    /** A name to start from. */
    readonly suggestion: string
    /** IPv4 addresses of the box. */
    readonly addresses: readonly string[]
    readonly failure?: string
  }
  readonly stage?: StartStage
  readonly joinUrl?: string
}

/** What every refused request answers; `error` is a key of the message catalogues. */
export interface ErrorView {
  readonly error: MessageKey
  /** Seconds until the next try, with `error.wait`. */
  readonly wait?: number
  /** The same in words, for people who ask without the page. */
  readonly message: string
}
