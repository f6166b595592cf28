import type { Header } from './header.ts'

const ATEXT = /^[\w!#$%&'*+/=?^`{|}~\u0080-\u00ff-]+(?:\.[\w!#$%&'*+/=?^`{|}~\u0080-\u00ff-]+)*$/
const DOMAIN =
  /^(?:[\w\u0080-\u00ff](?:[\w\u0080-\u00ff-]*[\w\u0080-\u00ff])?(?:\.[\w\u0080-\u00ff](?:[\w\u0080-\u00ff-]*[\w\u0080-\u00ff])?)*|\[[\w.:]+\])$/
/**
 * A display name: words, quoted strings, comments; nothing that could begin another address. The branches begin with
 * different characters and none repeats what the whole repeats, so matching takes linear time.
 */
const PHRASE = /^(?:[^\s"(),:;<>@[\]\\]|"(?:[^"\\]|\\.)*"|\((?:[^()\\]|\\.)*\)|[ \t])*$/
const TRAILER = /^(?:[ \t]*\((?:[^()\\]|\\.)*\))*[ \t]*$/

/**
 * The one address of a From value (RFC 5322 section 3.4), or undefined: for groups, lists, source routes, quoted local
 * parts, and comments or spaces inside the address. What people write passes, what hides an address does not.
 */
export function parseMailbox(value: string): string | undefined {
  const open = value.indexOf('<')
  if (open === -1) {
    const bare = /^[ \t]*([^\s(]+)/.exec(value)
    if (!bare || !TRAILER.test(value.slice(bare[0].length))) return undefined
    return addrSpec(bare[1]!)
  }
  const quoted = /^((?:[^"<]|"(?:[^"\\]|\\.)*")*)<([^<>]*)>(.*)$/s.exec(value)
  if (!quoted || !PHRASE.test(quoted[1]!) || !TRAILER.test(quoted[3]!)) return undefined
  return addrSpec(quoted[2]!)
}

function addrSpec(text: string): string | undefined {
  const at = text.lastIndexOf('@')
  if (at < 1 || text.length > 320) return undefined
  const domain = text.slice(at + 1)
  return ATEXT.test(text.slice(0, at)) && DOMAIN.test(domain) ? text : undefined
}

export type FromAddress =
  | { readonly ok: true; readonly address: string }
  | { readonly ok: false; readonly problem: 'missing' | 'several' | 'malformed' }

/** The address of the From field; there must be exactly one field with exactly one mailbox. */
export function fromAddress(header: Header): FromAddress {
  const values = header.all('from')
  if (values.length === 0) return { ok: false, problem: 'missing' }
  if (values.length > 1) return { ok: false, problem: 'several' }
  const address = parseMailbox(values[0]!)
  return address === undefined ? { ok: false, problem: 'malformed' } : { ok: true, address }
}
