import { Flag } from '../../store/store.ts'
import { BadError } from '../errors.ts'
import { imapLimits } from '../limits.ts'
import type { Arguments } from './arguments.ts'

export interface Flags {
  /** Bits of {@link Flag}. */
  readonly bits: number
  readonly keywords: readonly string[]
}

const system = new Map<string, number>(
  Object.entries(Flag).map(([name, bit]) => [`\\${name.toUpperCase()}`, bit]),
)

/** `flag-list` or bare `flag *(SP flag)` (RFC 9051 section 9). `\Recent` is passed over: only servers set it. */
export const parseFlags = (args: Arguments): Flags => {
  const found = { bits: 0, keywords: new Map<string, string>() }
  const one = (): void => addFlag(args.word(), found)
  if (args.at('(')) args.list(one, true)
  else {
    one()
    while (!args.done) {
      args.space()
      one()
    }
  }
  return { bits: found.bits, keywords: [...found.keywords.values()] }
}

const addFlag = (text: string, into: { bits: number; keywords: Map<string, string> }): void => {
  const upper = text.toUpperCase()
  const bit = system.get(upper)
  if (bit !== undefined) into.bits |= bit
  else if (upper !== '\\RECENT') {
    if (!/^[^\\%*\]]+$/.test(text) || text.length > imapLimits.keywordBytes) {
      throw new BadError('That is not a flag')
    }
    into.keywords.set(upper, text)
  }
}

const names = Object.entries(Flag)

/** `(\Seen $Forwarded)`. */
export const formatFlags = (flags: number, keywords: readonly string[]): string => {
  if (flags === 0 && keywords.length === 0) return '()'
  const words = names.filter(([, bit]) => (flags & bit) !== 0).map(([name]) => `\\${name}`)
  return `(${[...words, ...keywords].join(' ')})`
}
