import { BadError } from '../errors.ts'
import { imapLimits } from '../limits.ts'
import type { Arguments } from './arguments.ts'
import { parseStatusItems, type StatusItem } from './status.ts'

/** LIST as RFC 5258 section 3 extends it. */
export interface ListArguments {
  readonly reference: string
  readonly patterns: readonly string[]
  /** Not the form of RFC 3501: an empty pattern has no special meaning then. */
  readonly extended: boolean
  readonly select: { readonly subscribed: boolean; readonly specialUse: boolean; readonly recursive: boolean }
  /** Say which names are subscribed. */
  readonly subscribed: boolean
  /** STATUS items to add for each name (RFC 5819). */
  readonly status: readonly StatusItem[]
}

/** Options that change nothing here: children and special uses are always told, no mailbox is elsewhere. */
const selection = new Set(['SUBSCRIBED', 'SPECIAL-USE', 'RECURSIVEMATCH', 'REMOTE'])
const returned = new Set(['SUBSCRIBED', 'CHILDREN', 'SPECIAL-USE'])

export const parseList = (args: Arguments): ListArguments => {
  args.space()
  const chosen = args.at('(') ? selectOptions(args) : undefined
  if (chosen !== undefined) args.space()
  const reference = args.mailbox()
  args.space()
  const several = args.at('(')
  const patterns: string[] = []
  if (several) args.list(() => patterns.push(args.pattern()))
  else patterns.push(args.pattern())
  const length = patterns.reduce((sum, pattern) => sum + pattern.length + 1, 0)
  if (length > imapLimits.patternBytes + 1) throw new BadError('The mailbox patterns are too long')
  const wanted = args.done ? undefined : returnOptions(args.space())
  const subscribed = chosen?.has('SUBSCRIBED') ?? false
  return {
    reference,
    patterns,
    extended: several || chosen !== undefined || wanted !== undefined,
    select: {
      subscribed,
      specialUse: chosen?.has('SPECIAL-USE') ?? false,
      recursive: chosen?.has('RECURSIVEMATCH') ?? false,
    },
    subscribed: subscribed || (wanted?.options.has('SUBSCRIBED') ?? false),
    status: wanted?.status ?? [],
  }
}

const selectOptions = (args: Arguments): ReadonlySet<string> => {
  const found = new Set<string>()
  args.list(() => found.add(known(args.keyword(), selection)), true)
  // RFC 5258 section 3.1: it widens another option and means nothing alone.
  if (found.has('RECURSIVEMATCH') && !found.has('SUBSCRIBED') && !found.has('SPECIAL-USE')) {
    throw new BadError('RECURSIVEMATCH needs another option')
  }
  return found
}

const returnOptions = (args: Arguments): { options: ReadonlySet<string>; status: StatusItem[] } => {
  if (!args.take('RETURN')) throw new BadError('RETURN was expected')
  const options = new Set<string>()
  let status: StatusItem[] = []
  args.space().list(() => {
    if (args.take('STATUS')) status = parseStatusItems(args.space())
    else options.add(known(args.keyword(), returned))
  }, true)
  return { options, status }
}

const known = (word: string, options: ReadonlySet<string>): string => {
  if (!options.has(word)) throw new BadError('Unknown LIST option')
  return word
}
