/** One field of a header block as it stands there. All text is latin1: one character per octet. */
export interface Field {
  /** In lower case. */
  readonly name: string
  /** With the name, folding and line end. */
  readonly raw: string
}

const FIELD = /([^\r\n:]*)(?::[^\n]*(?:\n|$)(?:[ \t][^\n]*(?:\n|$))*|(?:\r?\n|\r|$))/y

/** The fields of a header block up to its empty line (RFC 5322 section 2.2). Lines that are no field are passed over. */
export function* fields(block: string): Generator<Field, void, void> {
  FIELD.lastIndex = 0
  let at = 0
  while (at < block.length) {
    FIELD.lastIndex = at
    const match = FIELD.exec(block)
    if (match === null || match[0] === '\r\n' || match[0] === '\n' || match[0] === '') return
    at = FIELD.lastIndex
    if (match[0].length > match[1]!.length && match[0][match[1]!.length] === ':') {
      yield { name: match[1]!.trimEnd().toLowerCase(), raw: match[0] }
    }
  }
}

/** The unfolded value of a field, without the space around it. */
export const unfolded = (field: Field): string =>
  field.raw
    .slice(field.raw.indexOf(':') + 1)
    .replace(/\r?\n(?=[ \t])/g, '')
    .trim()

/** The first value of each field by name. */
export const headerValues = (block: string): ReadonlyMap<string, string> => {
  const values = new Map<string, string>()
  for (const field of fields(block)) if (!values.has(field.name)) values.set(field.name, unfolded(field))
  return values
}

/** `HEADER.FIELDS` and `HEADER.FIELDS.NOT`: the fields chosen, and always an empty line (RFC 9051 section 6.4.5.1). */
export const chooseFields = (block: string, names: ReadonlySet<string>, not: boolean): string => {
  let chosen = ''
  for (const field of fields(block)) {
    if (names.has(field.name) !== not) chosen += field.raw.endsWith('\n') ? field.raw : `${field.raw}\r\n`
  }
  return `${chosen}\r\n`
}
