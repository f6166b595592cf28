import { imapLimits } from './limits.ts'

export const DELIMITER = '/'

/** May a client create this name? Empty levels, control characters and wildcards make names nobody can select. */
export const isPossibleName = (name: string): boolean => {
  const levels = name.split(DELIMITER)
  return (
    Buffer.byteLength(name) <= imapLimits.mailboxNameBytes &&
    levels.length <= imapLimits.mailboxDepth &&
    levels.every((level) => level !== '' && level !== '.' && level !== '..') &&
    !/[\x00-\x1f\x7f%*]/.test(name)
  )
}

/** The names above this one, the highest first: `a`, `a/b` for `a/b/c`. */
export const ancestors = (name: string): string[] => {
  const levels = name.split(DELIMITER)
  return levels.slice(1).map((_, index) => levels.slice(0, index + 1).join(DELIMITER))
}

/**
 * Does a LIST pattern match (RFC 9051 section 6.3.9)? `*` is any text, `%` any text within a level. Linear in the
 * product of the lengths: hostile patterns like `*a*a*a*b` cost no more.
 */
export const matchesPattern = (pattern: string, name: string): boolean => {
  let reached = new Uint8Array(name.length + 1)
  reached[0] = 1
  for (const symbol of pattern.replace(/[*%]{2,}/g, (run) => (run.includes('*') ? '*' : '%'))) {
    const next = new Uint8Array(name.length + 1)
    for (let at = 0; at <= name.length; at++) {
      if (symbol === '*' || symbol === '%') {
        const grows = at > 0 && next[at - 1] === 1 && (symbol === '*' || name[at - 1] !== DELIMITER)
        next[at] = reached[at] === 1 || grows ? 1 : 0
      } else if (at + symbol.length <= name.length && reached[at] === 1 && name.startsWith(symbol, at)) {
        next[at + symbol.length] = 1
      }
    }
    reached = next
  }
  return reached[name.length] === 1
}
