import assert from 'node:assert/strict'
import { createGate, type Verdict } from '../../src/policy/encrypted.ts'
import { mutated, pieces } from '../mutate.ts'
import type { Random } from '../random.ts'
import { Input, type Target } from '../target.ts'
import { messageLanguage } from './message-language.ts'

/** The encryption gate in both directions: pieces change no verdict, and what is stricter refuses more. */
export const gate: Target = {
  name: 'gate',
  async open() {
    return { tryOne, close: async () => {} }
  },
}

const tryOne = (random: Random): void => {
  const message = mutated(messageLanguage, random)
  try {
    const outgoing = judge([message], 'refuse')
    assert.deepEqual(judge(pieces(message, random), 'refuse'), outgoing)
    const incoming = judge([message], 'tolerate')
    if (typeof outgoing === 'string') assert.equal(incoming, outgoing)
    if (typeof incoming === 'string') assert.doesNotMatch(message.toString('latin1'), /clear text/)
  } catch (error) {
    throw new Input(message, error)
  }
}

/** @returns the verdict; of refusals only that it is one, because which comes first may depend on the pieces */
export const judge = (chunks: readonly Buffer[], versionHeader: 'refuse' | 'tolerate'): Verdict => {
  const judging = createGate({ versionHeader })
  let going = true
  for (const chunk of chunks) {
    const goes = judging.write(Buffer.from(chunk))
    assert.ok(going || !goes, 'a refused message became acceptable')
    going = goes
  }
  const verdict = judging.end()
  if (typeof verdict !== 'string') return { refused: 'structure' }
  assert.ok(going, 'a refused message was accepted')
  return verdict
}
