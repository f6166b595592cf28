/**
 * Mailbox names on the wire (RFC 3501 section 5.1.3): printable ASCII stands for itself, `&` is `&-`, everything
 * else is UTF-16 in base64 with `,` for `/`, between `&` and `-`.
 */
export const encodeUtf7 = (name: string): string =>
  name.replace(/&|[^\x20-\x7e]+/g, (run) => {
    if (run === '&') return '&-'
    const utf16 = Buffer.from(run, 'utf16le').swap16()
    return `&${utf16.toString('base64').replace(/=+$/, '').replaceAll('/', ',')}-`
  })

/** `undefined` when it is not the one correct encoding of some text: two spellings of one name are an attack. */
export const decodeUtf7 = (wire: string): string | undefined => {
  if (!/^[\x20-\x7e]*$/.test(wire)) return undefined
  const name = wire.replace(/&([A-Za-z0-9+,]*)-/g, (_, run: string) => {
    if (run === '') return '&'
    const bytes = Buffer.from(run.replaceAll(',', '/'), 'base64')
    return bytes.length % 2 === 0 ? bytes.swap16().toString('utf16le') : '\0'
  })
  return name.isWellFormed() && encodeUtf7(name) === wire ? name : undefined
}
