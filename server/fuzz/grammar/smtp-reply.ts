import { GrammarError } from './scanner.ts'

/** RFC 5321 section 4.5.3.1.5, the line end included. */
const LONGEST = 512

/**
 * Everything an SMTP server may say: whole replies, one code for all lines of a reply, no control characters, enhanced
 * status codes that fit the code (RFC 5321 section 4.2, RFC 2034 section 4). @throws GrammarError @returns the codes
 */
export const checkSmtpOutput = (latin1: string): number[] => {
  const fail = (why: string, line: string): never => {
    throw new GrammarError(`${why}: ${JSON.stringify(line.slice(0, 600))}`)
  }
  if (latin1 !== '' && !latin1.endsWith('\r\n')) fail('the last line is not whole', latin1.slice(-100))
  const codes: number[] = []
  let open: string | undefined
  for (const line of latin1.split('\r\n').slice(0, -1)) {
    if (/[\0-\x08\x0a-\x1f\x7f]/.test(line)) fail('a control character', line)
    if (line.length + 2 > LONGEST) fail(`a line of ${line.length + 2} octets`, line)
    const found = /^([2-5][0-5]\d)([ -])(.*)$/.exec(line)
    if (found === null) return fail('not a reply', line)
    const [, code, mark, text] = found
    if (open !== undefined && open !== code) fail(`a reply that began with ${open} goes on`, line)
    const enhanced = /^([245])\.\d{1,3}\.\d{1,3}(?= |:|$)/.exec(text!)
    if (enhanced !== null && enhanced[1] !== code![0]) fail('two codes that contradict each other', line)
    open = mark === '-' ? code : undefined
    if (mark === ' ') codes.push(Number(code))
  }
  if (open !== undefined) fail('a reply without its last line', latin1.slice(-100))
  return codes
}
