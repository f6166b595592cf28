/**
 * The set-up of a box as a pure state machine: `advance(state, move, box)` gives the next state or says what is wrong
 * with an answer. Nothing here reads, writes or waits; whoever calls saves each state before telling anybody about it.
 *
 *   claim -> domain -> access -> review -> (starting -> done | failed -> review)
 */
import { checkDomainName } from './domain-name.ts'

/** Languages of the wizard, best known first. */
export const languages = ['en', 'de'] as const
export type Language = (typeof languages)[number]

/** Questions in the order in which they are asked. `claim` is answered by the setup code, outside this machine. */
export const steps = ['claim', 'domain', 'access', 'review'] as const
export type Step = (typeof steps)[number]

/** How addresses end: a name that begins with `_`, or the box's own address in brackets. */
export type DomainAnswer =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'address'; readonly address: string }

/** Who may make an account: whoever reaches the join page. */
export type AccessAnswer = 'open'

export interface SetupState {
  readonly language: Language
  readonly step: Step
  readonly domain?: DomainAnswer
  readonly access?: AccessAnswer
  readonly phase: 'asking' | 'starting' | 'failed' | 'done'
  /** What stopped the last start, in the server's own words. */
  readonly failure?: string
  /** Where people join, once `phase` is `done`. */
  readonly joinUrl?: string
}

/** Everything the box needs to start serving. */
export interface SetupAnswers {
  readonly language: Language
  readonly domain: string
  readonly access: AccessAnswer
}

/** What the machine must know of the box: its own addresses. */
export interface BoxView {
  readonly addresses: readonly string[]
}

export type Move =
  | { readonly do: 'claim'; readonly language: Language }
  | { readonly do: 'language'; readonly language: Language }
  | { readonly do: 'domain'; readonly domain: DomainAnswer }
  | { readonly do: 'access'; readonly access: AccessAnswer }
  /** To an earlier question, by default the one before. */
  | { readonly do: 'back'; readonly to?: Step }
  | { readonly do: 'start' }
  | { readonly do: 'started'; readonly joinUrl: string }
  | { readonly do: 'failed'; readonly reason: string }

/** Why a move is refused; each is a key of the message catalogues. */
export type Refusal =
  | 'error.notNow'
  | 'error.domain.empty'
  | 'error.domain.characters'
  | 'error.domain.long'
  | 'error.domain.public'
  | 'error.domain.address'

export type Advance =
  | { readonly ok: true; readonly state: SetupState }
  | { readonly ok: false; readonly refusal: Refusal }

/** A box that nobody has claimed. */
export const unclaimed: SetupState = { language: 'en', step: 'claim', phase: 'asking' }

/** True once answers may be given. */
export const isClaimed = (state: SetupState): boolean => state.step !== 'claim'

/** The next state, or the reason why the move is refused; a refused move changes nothing. */
export function advance(state: SetupState, move: Move, box: BoxView): Advance {
  if (state.phase === 'done') return no('error.notNow')
  if (state.phase === 'starting') return whileStarting(state, move)
  if (move.do === 'claim') {
    return yes({ ...state, language: move.language, step: isClaimed(state) ? state.step : 'domain' })
  }
  if (!isClaimed(state)) return no('error.notNow')
  switch (move.do) {
    case 'language':
      return yes({ ...state, language: move.language })
    case 'domain': {
      const domain = checkDomain(move.domain, box)
      return typeof domain === 'string' ? no(domain) : yes(asking({ ...state, domain, step: 'access' }))
    }
    case 'access':
      return state.domain
        ? yes(asking({ ...state, access: move.access, step: 'review' }))
        : no('error.notNow')
    case 'back':
      return yes(asking({ ...state, step: earlier(state.step, move.to) }))
    case 'start':
      return answersOf(state) && state.step === 'review'
        ? yes({ ...asking(state), phase: 'starting' })
        : no('error.notNow')
    default:
      return no('error.notNow')
  }
}

/** The answers once every question has one. */
export function answersOf({ language, domain, access }: SetupState): SetupAnswers | undefined {
  return domain && access ? { language, domain: domainText(domain), access } : undefined
}

/** The domain as the server's configuration has it: `_name` or `[ip]`. */
export const domainText = (domain: DomainAnswer): string =>
  domain.kind === 'name' ? domain.name : `[${domain.address}]`

function whileStarting(state: SetupState, move: Move): Advance {
  switch (move.do) {
    case 'claim':
    case 'language':
      return yes({ ...state, language: move.language })
    case 'started':
      return yes({ ...state, phase: 'done', joinUrl: move.joinUrl })
    case 'failed':
      return yes({ ...state, phase: 'failed', failure: move.reason })
    default:
      return no('error.notNow')
  }
}

function checkDomain(domain: DomainAnswer, box: BoxView): DomainAnswer | Refusal {
  if (domain.kind === 'name') {
    const checked = checkDomainName(domain.name)
    return 'refusal' in checked ? checked.refusal : { kind: 'name', name: checked.name }
  }
  return box.addresses.includes(domain.address) && /^\d+\.\d+\.\d+\.\d+$/.test(domain.address)
    ? { kind: 'address', address: domain.address }
    : 'error.domain.address'
}

/** A changed answer makes an old failure stale. */
function asking({ failure: _, ...state }: SetupState): SetupState {
  return { ...state, phase: 'asking' }
}

/** Never before the first question after the claim, never forward. */
function earlier(from: Step, to: Step | undefined): Step {
  const here = steps.indexOf(from)
  const wanted = to === undefined ? here - 1 : Math.min(steps.indexOf(to), here)
  return steps[Math.max(1, wanted)] ?? 'domain'
}

const yes = (state: SetupState): Advance => ({ ok: true, state })
const no = (refusal: Refusal): Advance => ({ ok: false, refusal })
