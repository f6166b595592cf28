import { nstring, string } from '../wire/encoder.ts'
import { envelope } from './envelope.ts'
import { type Parameterised, parseParameterised } from './media-type.ts'
import type { Part } from './mime-tree.ts'

/** BODYSTRUCTURE, and with `extended` false BODY (RFC 9051 section 7.5.2). */
export const bodyStructure = (part: Part, extended: boolean): string => {
  if (part.type === 'multipart') {
    const inner = part.children.length === 0 ? emptyText(extended) : ''
    const parts = part.children.map((child) => bodyStructure(child, extended)).join('')
    const extra = extended ? ` ${parameters(part.content)} ${extension(part)}` : ''
    return `(${inner}${parts} ${string(part.subtype)}${extra})`
  }
  const fields = [
    string(part.type),
    string(part.subtype),
    parameters(part.content),
    nstring(part.values.get('content-id')),
    nstring(part.values.get('content-description')),
    string(part.values.get('content-transfer-encoding') ?? '7bit'),
    String(part.to - part.bodyFrom),
  ]
  const [embedded] = part.children
  if (part.type === 'message' && part.subtype === 'rfc822' && embedded !== undefined) {
    fields.push(envelope(embedded.header), bodyStructure(embedded, extended), String(linesOf(part)))
  } else if (part.type === 'text') fields.push(String(part.lines))
  if (extended) fields.push(nstring(part.values.get('content-md5')), extension(part))
  return `(${fields.join(' ')})`
}

/** A multipart needs a part (RFC 9051 section 9, `body-type-mpart`). */
const emptyText = (extended: boolean): string =>
  `("text" "plain" NIL NIL NIL "7bit" 0 0${extended ? ' NIL NIL NIL NIL' : ''})`

/** Disposition, language, location. */
const extension = (part: Part): string => {
  const disposition = part.values.get('content-disposition')
  const parsed = disposition === undefined ? undefined : parseParameterised(disposition)
  return [
    parsed === undefined ? 'NIL' : `(${string(parsed.value)} ${parameters(parsed)})`,
    nstring(part.values.get('content-language')),
    nstring(part.values.get('content-location')),
  ].join(' ')
}

const parameters = ({ parameters: list }: Parameterised): string =>
  list.size === 0
    ? 'NIL'
    : `(${[...list].map(([name, value]) => `${string(name)} ${string(value)}`).join(' ')})`

/** All lines below a part, headers included. */
const linesOf = (part: Part): number =>
  part.lines + part.children.reduce((sum, child) => sum + headerLines(child) + linesOf(child), 0)

const headerLines = (part: Part): number => part.header.split('\n').length - 1
