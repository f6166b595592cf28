/** A MIME value with parameters (RFC 2045 section 5.1), read the tolerant way; latin1. */
export interface Parameterised {
  readonly value: string
  /** Names in lower case, in their order; a name that comes twice counts once. */
  readonly parameters: ReadonlyMap<string, string>
}

const PARAMETER = /;\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\[\s\S])*)"?|([^;]*))|;/gy
const MAX_PARAMETERS = 50

export const parseParameterised = (text: string): Parameterised => {
  const plain = text.replace(/\([^()]*\)/g, ' ')
  const semicolon = plain.indexOf(';')
  const parameters = new Map<string, string>()
  if (semicolon !== -1) {
    PARAMETER.lastIndex = semicolon
    let at = semicolon
    while (at < plain.length && parameters.size < MAX_PARAMETERS) {
      PARAMETER.lastIndex = at
      const match = PARAMETER.exec(plain)
      if (match === null) break
      const next = plain.indexOf(';', PARAMETER.lastIndex)
      at = next === -1 ? plain.length : next
      const name = match[1]?.toLowerCase()
      if (name !== undefined && !parameters.has(name)) {
        parameters.set(name, match[2]?.replace(/\\([\s\S])/g, '$1') ?? match[3]?.trim() ?? '')
      }
    }
  }
  return { value: (semicolon === -1 ? plain : plain.slice(0, semicolon)).trim(), parameters }
}

/** `type` and `subtype` in lower case; what is malformed or missing is text/plain (RFC 2045 section 5.2). */
export const mediaType = (parsed: Parameterised): readonly [type: string, subtype: string] => {
  const match = /^([\w!#$&^.+-]{1,127})\/([\w!#$&^.+-]{1,127})$/.exec(parsed.value)
  return match === null ? ['text', 'plain'] : [match[1]!.toLowerCase(), match[2]!.toLowerCase()]
}
