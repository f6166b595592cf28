import assert from 'node:assert/strict'
import { findCommand } from '../../src/imap/command/table.ts'
import { BadError, ByeError, NoError } from '../../src/imap/errors.ts'
import { Arguments } from '../../src/imap/parse/arguments.ts'
import type { TokenEvent } from '../../src/imap/wire/token.ts'
import { Tokenizer } from '../../src/imap/wire/tokenizer.ts'
import { mutated, pieces } from '../mutate.ts'
import type { Random } from '../random.ts'
import { Input, type Target } from '../target.ts'
import { imapLanguage } from './imap-language.ts'

/** Literals above this are refused, or streamed. */
const KEPT = 300

/** The tokenizer and the parser of every command: pieces change nothing, and errors are ours. */
export const imapParse: Target = {
  name: 'imap-parse',
  async open() {
    return { tryOne, close: async () => {} }
  },
}

const tryOne = (random: Random): void => {
  const octets = Buffer.from(`a ${mutated(imapLanguage, random).toString('latin1')}\r\n`, 'latin1')
  try {
    const whole = events([octets])
    assert.deepEqual(merged(events(pieces(octets, random))), merged(whole))
    for (const event of whole) if (event.kind === 'command') parse(event)
  } catch (error) {
    throw new Input(octets, error)
  }
}

const events = (chunks: readonly Buffer[]): TokenEvent[] => {
  const tokenizer = new Tokenizer()
  tokenizer.trust()
  const seen: TokenEvent[] = []
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      const event = tokenizer.push(chunk, at)
      assert.ok(tokenizer.end > at || event !== undefined, 'the tokenizer stands still')
      at = tokenizer.end
      if (event === undefined) continue
      seen.push(event.kind === 'data' ? { kind: 'data', chunk: Buffer.from(event.chunk) } : event)
      if (event.kind === 'fatal') return seen
      if (event.kind !== 'literal') continue
      if (event.size <= KEPT) tokenizer.accept(event.size)
      else if (event.sync) tokenizer.refuse()
      else tokenizer.stream(event.size)
    }
  }
  return seen
}

/** Pieces of streamed literals put together: how they are cut is free. */
const merged = (list: readonly TokenEvent[]): unknown[] => {
  const out: unknown[] = []
  let data: Buffer[] = []
  for (const event of list) {
    if (event.kind === 'data') data.push(event.chunk)
    else {
      if (data.length > 0) out.push(Buffer.concat(data))
      data = []
      out.push(event)
    }
  }
  return data.length > 0 ? [...out, Buffer.concat(data)] : out
}

const parse = ({ tokens }: TokenEvent & { kind: 'command' }): void => {
  try {
    const found = findCommand(tokens)
    if (found === undefined) return
    const args = new Arguments(tokens, found.from)
    found.row.parse(args)
    args.end()
  } catch (error) {
    if (!(error instanceof BadError || error instanceof NoError || error instanceof ByeError)) throw error
  }
}
