import type { Header } from './header.ts'

export interface ContentType {
  /** Lower case, `multipart/encrypted`. */
  readonly mediaType: string
  readonly boundary: string | undefined
}

const TYPE = /^([\w!#$&^.+-]+\/[\w!#$&^.+-]+)[ \t]*/
const PARAMETER =
  /;[ \t]*(?:([^\s()<>@,;:\\"/[\]?=]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s()<>@,;:\\"/[\]?=]+))[ \t]*)?/y
/** RFC 2046 section 5.1.1: 1 to 70 of these, not ending in a space. */
const BOUNDARY = /^[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]$/

/**
 * Reads a Content-Type value (RFC 2045 section 5.1). A value that another program could read differently is refused
 * as a whole: comments, two boundaries, a boundary in RFC 2231 pieces.
 */
export function parseContentType(value: string): ContentType | undefined {
  const type = TYPE.exec(value)
  if (!type) return undefined
  let boundary: string | undefined
  PARAMETER.lastIndex = type[0].length
  while (PARAMETER.lastIndex < value.length) {
    const parameter = PARAMETER.exec(value)
    if (!parameter) return undefined
    const name = parameter[1]?.toLowerCase()
    if (name?.startsWith('boundary*')) return undefined
    if (name !== 'boundary') continue
    const given = parameter[2]?.replace(/\\(.)/g, '$1') ?? parameter[3] ?? ''
    if (boundary !== undefined || !BOUNDARY.test(given)) return undefined
    boundary = given
  }
  return { mediaType: type[1]!.toLowerCase(), boundary }
}

/** The Content-Type of a header; text/plain when it has none, undefined when it has several or a malformed one. */
export function contentTypeOf(header: Header): ContentType | undefined {
  const values = header.all('content-type')
  if (values.length === 0) return { mediaType: 'text/plain', boundary: undefined }
  return values.length === 1 ? parseContentType(values[0]!) : undefined
}

export type TransferEncoding = 'identity' | 'base64' | 'quoted-printable'

/** RFC 2045 section 6.1; undefined when there are several or an unknown one. */
export function transferEncodingOf(header: Header): TransferEncoding | undefined {
  const values = header.all('content-transfer-encoding')
  if (values.length === 0) return 'identity'
  if (values.length > 1) return undefined
  const value = values[0]!.toLowerCase()
  if (value === '7bit' || value === '8bit' || value === 'binary') return 'identity'
  return value === 'base64' || value === 'quoted-printable' ? value : undefined
}
