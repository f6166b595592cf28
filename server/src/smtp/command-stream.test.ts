import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { CommandStream } from './command-stream.ts'

test('a sink that lets the stream wait gets every chunk, in order', { timeout: 10_000 }, async () => {
  const stream = new CommandStream({ holdReplies() {}, releaseReplies() {}, badLine() {} }, 1000)
  const received: Buffer[] = []
  const ended = new Promise<void>((resolve) => {
    stream.startMessage({
      async write(chunk) {
        received.push(Buffer.from(chunk))
        await new Promise(setImmediate)
      },
      async end() {
        resolve()
      },
    })
  })
  const line = Buffer.from(`${'x'.repeat(98)}\r\n`)
  for (let i = 0; i < 50; i++)
    if (!stream.write(Buffer.concat(Array(100).fill(line)))) await once(stream, 'drain')
  stream.write('.\r\n')
  await ended
  assert.equal(Buffer.concat(received).length, 50 * 100 * line.length)
})
