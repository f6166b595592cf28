import { GrammarError } from './scanner.ts'

const HEAD =
  /HTTP\/1\.1 (\d{3}) [\x20-\x7e]*\r\n((?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\x20-\x7e\x80-\xff]*\r\n)*)\r\n/y

/**
 * Responses that follow each other (RFC 9112). Bodies are passed over by their length; the last may be cut.
 * @throws GrammarError @returns the status codes
 */
export const checkHttpOutput = (latin1: string): number[] => {
  const codes: number[] = []
  for (let at = 0; at < latin1.length; ) {
    HEAD.lastIndex = at
    const found = HEAD.exec(latin1)
    if (found === null)
      throw new GrammarError(`not a response: ${JSON.stringify(latin1.slice(at, at + 300))}`)
    at += found[0].length
    const length = /^content-length: (\d+)$/im.exec(found[2]!)?.[1]
    codes.push(Number(found[1]))
    const next = latin1.indexOf('HTTP/1.1 ', at)
    // an answer to HEAD tells a length and has no body
    const bodiless = next === at || next === -1
    at = bodiless && length !== undefined ? Math.max(at, next) : at + Number(length ?? 0)
    if (next === -1) break
  }
  return codes
}
