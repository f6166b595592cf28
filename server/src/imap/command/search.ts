import { ContentGoneError } from '../../store/store.ts'
import { Matcher } from '../fetch/match.ts'
import { Pace } from '../pace.ts'
import { parseSearch, type SearchKey } from '../parse/search.ts'
import type { Session } from '../session.ts'
import { resolveSet } from '../wire/number-set.ts'
import { command, type Reply, selectedOnly } from './command.ts'

/** RFC 3501 section 6.4.4; with a MODSEQ key the reply ends in the highest one found (RFC 7162 section 3.1.5). */
const run = async (session: Session, key: SearchKey, uid: boolean): Promise<Reply> => {
  const { view, mailboxId } = session.open
  const { store } = session.server
  const matcher = new Matcher(store, new Pace(() => session.gone), (set, uids) =>
    resolveSet(set, uids ? view.lastUid : view.count),
  )
  const withModseq = mentionsModseq(key)
  if (withModseq) session.condstore = true
  const found: number[] = []
  let highest = 0
  for (const [from, to] of view.windows(view.count === 0 ? [] : [[1, view.count]])) {
    for (const entry of store.listMessages(mailboxId, from, to)) {
      const sequence = view.sequenceOf(entry.uid)
      if (sequence === 0 || !(await matched(matcher, key, { entry, sequence }))) continue
      found.push(uid ? entry.uid : sequence)
      highest = Math.max(highest, entry.modseq)
    }
  }
  const modseq = withModseq && found.length > 0 ? ` (MODSEQ ${highest})` : ''
  session.out.text(`* SEARCH${found.map((number) => ` ${number}`).join('')}${modseq}\r\n`)
  return { text: 'Search completed' }
}

const matched = async (matcher: Matcher, ...args: Parameters<Matcher['matches']>): Promise<boolean> => {
  try {
    return await matcher.matches(...args)
  } catch (error) {
    if (error instanceof ContentGoneError) return false
    throw error
  }
}

const mentionsModseq = (key: SearchKey): boolean => {
  if (key.key === 'and') return key.keys.some(mentionsModseq)
  if (key.key === 'or') return mentionsModseq(key.left) || mentionsModseq(key.right)
  return key.key === 'not' ? mentionsModseq(key.inner) : key.key === 'modseq'
}

export const search = command({
  name: 'SEARCH',
  states: selectedOnly,
  expunges: false,
  parse: parseSearch,
  run: (session, key) => run(session, key, false),
})

export const uidSearch = command({
  name: 'UID SEARCH',
  states: selectedOnly,
  parse: parseSearch,
  run: (session, key) => run(session, key, true),
})
