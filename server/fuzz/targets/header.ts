import assert from 'node:assert/strict'
import { cleanHeader } from '../../src/message/clean.ts'
import { contentTypeOf, transferEncodingOf } from '../../src/message/content-type.ts'
import { parseHeader } from '../../src/message/header.ts'
import { HeaderCollector } from '../../src/message/header-block.ts'
import { fromAddress, parseMailbox } from '../../src/message/mailbox.ts'
import { secureJoinStep } from '../../src/policy/securejoin.ts'
import { judgeFrom } from '../../src/policy/sender.ts'
import { mutated, pieces } from '../mutate.ts'
import type { Random } from '../random.ts'
import { Input, type Target } from '../target.ts'
import { messageLanguage } from './message-language.ts'

/** Header blocks and the From field: cleaning leaves a header that says the same and reveals nothing. */
export const header: Target = {
  name: 'header',
  async open() {
    return { tryOne, close: async () => {} }
  },
}

const tryOne = (random: Random): void => {
  const message = mutated(messageLanguage, random)
  try {
    const block = collect([message])
    assert.deepEqual(collect(pieces(message, random)), block)
    if (block === undefined) return
    const parsed = parseHeader(block)
    if (parsed === undefined) return
    const from = fromAddress(parsed)
    contentTypeOf(parsed)
    transferEncodingOf(parsed)
    secureJoinStep(parsed)
    const cleaned = parseHeader(cleanHeader(parsed, { local: true }))
    assert.ok(cleaned, 'the cleaned header cannot be read')
    assert.deepEqual(fromAddress(cleaned), from)
    for (const name of ['received', 'bcc', 'user-agent']) assert.deepEqual(cleaned.all(name), [])
    for (const subject of cleaned.all('subject')) assert.equal(subject.trim(), '[...]')
    if (!from.ok) return
    assert.doesNotMatch(from.address, /[\s<>,;"]/)
    assert.equal(parseMailbox(from.address), from.address)
    judgeFrom(from, from.address)
  } catch (error) {
    throw new Input(message, error)
  }
}

const collect = (chunks: readonly Buffer[]): Buffer | undefined => {
  const collector = new HeaderCollector(8192)
  for (const chunk of chunks) {
    const end = collector.write(Buffer.from(chunk))
    if (collector.tooLong) return undefined
    if (end !== -1) break
  }
  return Buffer.from(collector.bytes())
}
