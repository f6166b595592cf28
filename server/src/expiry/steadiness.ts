/**
 * How far the clock can be trusted to tell the age of things. A board has no clock of its own: it starts with the time it
 * last saved and learns the right one from the network, minutes or months later; or it stood in a drawer for a year. Then
 * everything would look old at once. So nothing expires until the server has run on a steady clock for a while, in which
 * phones come back, fetch what waits for them, and thereby tell that their account is in use. Pure.
 */
export interface Steadiness {
  /** What the clock showed at the last look, in milliseconds since 1970. */
  readonly at: number
  /** How long the server has run since the clock last jumped or the server last stood still for long. */
  readonly steadyMs: number
}

const DAY_MS = 86_400_000

/** 2026-01-01: a clock that shows less was never set. */
const EARLIEST = 1_767_225_600_000

/** More than this between two looks, beyond what passed, is a jump. A night without power is none. */
const JUMP_MS = DAY_MS

/** Steady time before messages expire: everybody who comes home within a day gets what waits. */
export const MAIL_HOLD_MS = DAY_MS

/** Steady time before accounts expire: whoever was away when the box came back has two weeks. */
export const ACCOUNT_HOLD_MS = 14 * DAY_MS

/**
 * @param last what was found at the last look, also by an earlier process
 * @param ranMs milliseconds this process has run since then, by a clock nobody sets; `undefined` at its first look
 * @returns `undefined` when the clock was never set
 */
export const look = (
  last: Steadiness | undefined,
  now: number,
  ranMs: number | undefined,
): Steadiness | undefined => {
  if (!(now >= EARLIEST)) return undefined
  if (last === undefined) return { at: now, steadyMs: 0 }
  const unexplained = now - last.at - (ranMs ?? 0)
  if (Math.abs(unexplained) > JUMP_MS) return { at: now, steadyMs: 0 }
  return { at: now, steadyMs: last.steadyMs + (ranMs ?? 0) }
}

export const encodeSteadiness = ({ at, steadyMs }: Steadiness): string =>
  `${Math.round(at)} ${Math.round(steadyMs)}`

/** `undefined` for nothing, and for what {@link encodeSteadiness} did not write. */
export const decodeSteadiness = (text: string | undefined): Steadiness | undefined => {
  const found = /^(\d{1,16}) (\d{1,16})$/.exec(text ?? '')
  return found === null ? undefined : { at: Number(found[1]), steadyMs: Number(found[2]) }
}
