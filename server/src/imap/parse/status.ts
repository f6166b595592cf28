import { BadError } from '../errors.ts'
import type { Arguments } from './arguments.ts'

const names = ['MESSAGES', 'RECENT', 'UIDNEXT', 'UIDVALIDITY', 'UNSEEN', 'HIGHESTMODSEQ', 'SIZE'] as const

/** RFC 3501 section 6.3.10, RFC 7162 section 3.1.7, RFC 8438. */
export type StatusItem = (typeof names)[number]

/** `"(" status-att *(SP status-att) ")"`; what is asked for twice is answered once. */
export const parseStatusItems = (args: Arguments): StatusItem[] => {
  const wanted = new Set<StatusItem>()
  args.list(() => {
    const word = args.keyword()
    const item = names.find((each) => each === word)
    if (item === undefined) throw new BadError('Unknown STATUS item')
    wanted.add(item)
  })
  return [...wanted]
}
