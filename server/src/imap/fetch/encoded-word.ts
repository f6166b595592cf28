const WORD = /=\?([^?\s]{1,40})\?([bq])\?([^?\s]*)\?=/gi

/**
 * Header text as a reader sees it (RFC 2047). What comes in and goes out is latin1 octets for raw text and Unicode
 * for encoded words; raw octets above ASCII are taken for UTF-8. Words that cannot be decoded stay as they are.
 */
export const decodeWords = (latin1: string): string => {
  let text = ''
  let at = 0
  let afterWord = false
  for (const match of latin1.matchAll(WORD)) {
    const gap = latin1.slice(at, match.index)
    const word = decode(match[1]!, match[2]!, match[3]!)
    // Space between two encoded words belongs to neither (RFC 2047 section 6.2).
    if (!afterWord || word === undefined || /[^ \t\r\n]/.test(gap)) text += utf8(gap)
    text += word ?? match[0]
    at = match.index + match[0].length
    afterWord = word !== undefined
  }
  return text + utf8(latin1.slice(at))
}

const decode = (charset: string, encoding: string, octets: string): string | undefined => {
  try {
    // RFC 2231 section 5: a language may follow the charset.
    const decoder = new TextDecoder(charset.replace(/\*.*$/, ''))
    return decoder.decode(encoding.toLowerCase() === 'b' ? Buffer.from(octets, 'base64') : quoted(octets))
  } catch {
    return undefined
  }
}

/** RFC 2047 section 4.2. */
const quoted = (text: string): Buffer =>
  Buffer.from(
    text
      .replaceAll('_', ' ')
      .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )

const utf8 = (latin1: string): string =>
  /[\x80-\xff]/.test(latin1) ? Buffer.from(latin1, 'latin1').toString('utf8') : latin1
