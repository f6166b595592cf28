import type { Section } from '../parse/fetch.ts'
import { chooseFields } from './header.ts'
import type { Part } from './mime-tree.ts'

/** What a section turns out to be: octets of the message, or text made from its header. `undefined` is NIL. */
export type Found = { readonly from: number; readonly to: number } | string | undefined

/** The part with these numbers (RFC 9051 section 6.4.5.1): part 1 of a message that is no multipart is its body. */
export const findPart = (root: Part, numbers: readonly number[]): Part | undefined => {
  let part: Part | undefined = root
  for (const [depth, number] of numbers.entries()) {
    // An embedded message lends its numbers to its parts.
    if (depth > 0 && part.subtype === 'rfc822' && part.type === 'message') part = part.children[0]
    if (part === undefined) return undefined
    if (part.type === 'multipart') part = part.children[number - 1]
    else if (number !== 1 || (depth > 0 && !isEmbedded(root, numbers, depth))) return undefined
    if (part === undefined) return undefined
  }
  return part
}

/** Is the part reached before `depth` an embedded message? Only then may a further `.1` mean its body. */
const isEmbedded = (root: Part, numbers: readonly number[], depth: number): boolean => {
  const parent = findPart(root, numbers.slice(0, depth))
  return parent?.type === 'message' && parent.subtype === 'rfc822' && parent.children.length > 0
}

/** A section of one part. `HEADER` and `TEXT` of a numbered part are those of the message embedded in it. */
export const sectionOf = (root: Part, { part: numbers, text, fields }: Section): Found => {
  const part = findPart(root, numbers)
  if (part === undefined) return undefined
  if (text === 'ALL') return { from: part.bodyFrom, to: part.to }
  if (text === 'MIME') return { from: part.headerFrom, to: part.bodyFrom }
  const message = part.type === 'message' ? part.children[0] : undefined
  if (message === undefined) return undefined
  if (text === 'HEADER') return { from: message.headerFrom, to: message.bodyFrom }
  if (text === 'TEXT') return { from: message.bodyFrom, to: message.to }
  return chooseFields(message.header, fields, text === 'HEADER.FIELDS.NOT')
}
