import assert from 'node:assert/strict'
import { bodyStructure } from '../../src/imap/fetch/body-structure.ts'
import { envelope } from '../../src/imap/fetch/envelope.ts'
import { MimeScanner, type Part } from '../../src/imap/fetch/mime-tree.ts'
import { findPart } from '../../src/imap/fetch/section.ts'
import { imapLimits } from '../../src/imap/limits.ts'
import { body, envelope as envelopeRule } from '../grammar/imap-data.ts'
import { Scanner } from '../grammar/scanner.ts'
import { mutated, pieces } from '../mutate.ts'
import type { Random } from '../random.ts'
import { Input, type Target } from '../target.ts'
import { messageLanguage } from './message-language.ts'

/** BODYSTRUCTURE, BODY and ENVELOPE of any octets are what the grammar says, whatever the pieces. */
export const structure: Target = {
  name: 'structure',
  async open() {
    return { tryOne, close: async () => {} }
  },
}

const tryOne = (random: Random): void => {
  const message = mutated(messageLanguage, random)
  try {
    const root = scan([message])
    const text = bodyStructure(root, true)
    assert.equal(bodyStructure(scan(pieces(message, random)), true), text)
    const depth = read(text, (s) => body(s, true))
    assert.ok(depth <= 2 * imapLimits.mimeDepth, `${depth} levels`)
    read(bodyStructure(root, false), (s) => body(s, false))
    read(envelope(root.header), envelopeRule)
    inside(root, message.length)
    findPart(root, [1 + random.below(3), 1 + random.below(3)])
  } catch (error) {
    throw new Input(message, error)
  }
}

const scan = (chunks: readonly Buffer[]): Part => {
  const scanner = new MimeScanner()
  for (const chunk of chunks) scanner.push(chunk)
  return scanner.finish()
}

const read = <T>(text: string, rule: (s: Scanner) => T): T => {
  const scanner = new Scanner(text)
  const result = rule(scanner)
  if (!scanner.done) scanner.fail('the end')
  return result
}

/** Every part lies in its parent. */
const inside = (part: Part, end: number): void => {
  assert.ok(
    part.headerFrom <= part.bodyFrom && part.bodyFrom <= part.to && part.to <= end,
    `${part.headerFrom} ${part.bodyFrom} ${part.to} ${end}`,
  )
  for (const child of part.children) {
    assert.ok(child.headerFrom >= part.bodyFrom)
    inside(child, part.to)
  }
}
