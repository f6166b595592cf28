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
    if (/^transfer-encoding: chunked$/im.test(found[2]!)) {
      at = chunksEnd(latin1, at)
      continue
    }
    const next = latin1.indexOf('HTTP/1.1 ', at)
    // an answer to HEAD tells a length and has no body
    const bodiless = next === at || next === -1
    at = bodiless && length !== undefined ? Math.max(at, next) : at + Number(length ?? 0)
    if (next === -1) break
  }
  return codes
}

/** Where a chunked body ends (RFC 9112 section 7.1); the end of the text when it was cut. */
const chunksEnd = (latin1: string, from: number): number => {
  const chunk = /([0-9a-fA-F]+)\r\n/y
  for (let at = from; at < latin1.length; ) {
    chunk.lastIndex = at
    const size = chunk.exec(latin1)?.[1]
    if (size === undefined)
      throw new GrammarError(`not a chunk: ${JSON.stringify(latin1.slice(at, at + 100))}`)
    at = chunk.lastIndex + Number.parseInt(size, 16) + 2
    if (/^0+$/.test(size)) return at
  }
  return latin1.length
}
