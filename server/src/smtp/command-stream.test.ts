import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { CommandStream, type MessageSink } from './command-stream.ts'

const LIMIT = 40

/** A stream that writes down what happens; `late` commands and messages answer a few turns later. */
function harness(late: boolean): { stream: CommandStream; log: string[] } {
  const log: string[] = []
  let held = 0
  const soon = (done: () => void): void => {
    if (late) setTimeout(done, 1)
    else done()
  }
  const sink: MessageSink = {
    write(chunk) {
      log.push(`<${chunk.toString('latin1')}>`)
      return late ? turn() : undefined
    },
    async end(violation) {
      if (late) await turn()
      log.push(`end ${violation ?? 'well'}`)
    },
  }
  const stream = new CommandStream(
    {
      holdReplies: () => {
        held += 1
        assert.equal(held, 1)
      },
      releaseReplies: () => {
        held -= 1
      },
      badLine: () => {
        log.push('bad line')
        stream.isClosed = true
      },
    },
    LIMIT,
  )
  stream.oncommand = (command, done) => {
    assert.equal(held, 1)
    const line = command.toString('latin1')
    log.push(line)
    if (line === 'DATA') stream.startMessage(sink)
    if (line === 'PENDING') log.push(String(stream.pending))
    soon(() => done?.())
  }
  stream.on('error', (error) => log.push(error.message))
  return { stream, log }
}

async function feed(pieces: readonly string[], late: boolean): Promise<string[]> {
  const { stream, log } = harness(late)
  for (const piece of pieces) stream.write(Buffer.from(piece, 'latin1'))
  stream.end()
  for (
    let count = 0;
    count < 300 && !stream.writableFinished && !stream.destroyed && !stream.isClosed;
    count += 1
  ) {
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  // errors are told a moment later
  await turn()
  return log
}

const joined = (log: readonly string[]): string => log.join('|').replaceAll('>|<', '')

describe('command stream', () => {
  const text = 'A\r\nDATA\r\nx\r\n..y\r\n.\r\nB\r\nDATA\r\n.\r\nC\r\n'
  const expected = 'A|DATA|<x\r\n.y\r\n>|end well|B|DATA|end well|C'
  for (const late of [false, true]) {
    test(`commands and messages in any pieces, answers ${late ? 'late' : 'at once'}`, async () => {
      assert.equal(joined(await feed([text], late)), expected)
      for (let cut = 1; cut < text.length; cut += 1) {
        assert.equal(joined(await feed([text.slice(0, cut), text.slice(cut)], late)), expected, String(cut))
      }
      assert.equal(joined(await feed([...text], late)), expected)
    })
  }

  test('a line without its end is no command', async () => {
    assert.deepEqual(await feed(['A\r\nQUIT'], false), ['A'])
    assert.deepEqual(await feed(['A\r\nQUIT\r'], false), ['A'])
  })

  for (const line of ['A\n', '\n', 'A\rB\r\n', 'A\0\r\n', '\r\r\n']) {
    test(`bad line ${JSON.stringify(line)}`, async () => {
      assert.deepEqual(await feed([`${line}B\r\n`], false), ['bad line'])
      assert.deepEqual(await feed([...line, 'B\r\n'], false), ['bad line'])
    })
  }

  test('the length of a line is bounded exactly', async () => {
    const line = (length: number): string => `${'x'.repeat(length)}\r\n`
    assert.deepEqual(await feed([line(LIMIT - 1)], false), ['x'.repeat(LIMIT - 1)])
    assert.deepEqual(await feed([line(LIMIT)], false), ['Command line too long'])
    assert.deepEqual(await feed(['x'.repeat(LIMIT + 1)], false), ['Command line too long'])
    assert.deepEqual(await feed([...'x'.repeat(LIMIT + 1)], false), ['Command line too long'])
  })

  test('knows what is behind a command', async () => {
    assert.deepEqual(await feed(['PENDING\r\n'], false), ['PENDING', '0'])
    assert.deepEqual((await feed(['PENDING\r\nAB'], false)).slice(0, 2), ['PENDING', '2'])
  })

  test('a thousand commands at once leave room for others', async () => {
    const { stream, log } = harness(false)
    stream.write(Buffer.from('A\r\n'.repeat(1000)))
    assert.equal(log.length, 100)
    for (let count = 0; count < 20; count += 1) await turn()
    assert.equal(log.length, 1000)
  })
})
