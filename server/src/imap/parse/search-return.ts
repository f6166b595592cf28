import { BadError } from '../errors.ts'
import type { Arguments } from './arguments.ts'
import { parseSearch, type SearchKey } from './search.ts'

/** What a reply to SEARCH RETURN may hold. */
export type SearchReturn = 'MIN' | 'MAX' | 'ALL' | 'COUNT'

const options: readonly SearchReturn[] = ['MIN', 'MAX', 'ALL', 'COUNT']

export interface Search {
  readonly key: SearchKey
  /** `undefined` without RETURN: the answer is an untagged SEARCH. */
  readonly wanted: ReadonlySet<SearchReturn> | undefined
}

/** `[SP "RETURN" SP "(" ... ")"] SP search-program` (RFC 4731 section 4); no option at all means ALL. */
export const parseSearchCommand = (args: Arguments): Search => {
  args.space()
  if (!args.take('RETURN')) return { key: parseSearch(args), wanted: undefined }
  const wanted = new Set<SearchReturn>()
  args.space().list(() => {
    const word = args.keyword()
    const option = options.find((each) => each === word)
    if (option === undefined) throw new BadError('Unknown SEARCH return option')
    wanted.add(option)
  }, true)
  return { key: parseSearch(args), wanted: wanted.size === 0 ? new Set(['ALL']) : wanted }
}
