const CR = 0x0d
const LF = 0x0a
const COLON = 0x3a

const isSpace = (octet: number | undefined): boolean => octet === 0x20 || octet === 0x09

/** One field of a header block, by offsets into it; `end` is after the CRLF of its last line. */
export interface HeaderField {
  /** Lower case. */
  readonly name: string
  readonly start: number
  readonly valueStart: number
  readonly end: number
}

/** A parsed header block (RFC 5322 section 2.2). Values are Latin-1 strings: one character per octet. */
export class Header {
  readonly block: Buffer
  readonly fields: readonly HeaderField[]

  constructor(block: Buffer, fields: readonly HeaderField[]) {
    this.block = block
    this.fields = fields
  }

  /** The unfolded, trimmed values of every field with this name (lower case). */
  all(name: string): string[] {
    const values: string[] = []
    for (const field of this.fields) if (field.name === name) values.push(this.#value(field))
    return values
  }

  #value(field: HeaderField): string {
    return this.block.toString('latin1', field.valueStart, field.end).replaceAll('\r\n', '').trim()
  }
}

/**
 * Splits a header block into fields. Strict on purpose: a line that two programs could read differently (white space
 * before the colon, a folded first line, a line without a colon) makes the whole block unreadable.
 *
 * @returns undefined when the block is malformed
 */
export function parseHeader(block: Buffer): Header | undefined {
  const fields: HeaderField[] = []
  let position = 0
  while (position < block.length) {
    if (block[position] === CR && block[position + 1] === LF) {
      return position + 2 === block.length ? new Header(block, fields) : undefined
    }
    const colon = fieldNameEnd(block, position)
    if (colon === -1) return undefined
    const end = fieldEnd(block, colon)
    const name = block.toString('latin1', position, colon).toLowerCase()
    fields.push({ name, start: position, valueStart: colon + 1, end })
    position = end
  }
  return new Header(block, fields)
}

/** RFC 5322 section 2.2: printable US-ASCII but colon and space. */
function fieldNameEnd(block: Buffer, start: number): number {
  for (let index = start; index < block.length; index += 1) {
    const octet = block[index]!
    if (octet === COLON) return index > start ? index : -1
    if (octet < 0x21 || octet > 0x7e) return -1
  }
  return -1
}

function fieldEnd(block: Buffer, start: number): number {
  let from = start
  for (;;) {
    const lineFeed = block.indexOf(LF, from)
    if (lineFeed === -1) return block.length
    if (!isSpace(block[lineFeed + 1])) return lineFeed + 1
    from = lineFeed + 1
  }
}
