import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { SerialConsole } from './console.ts'

const line = (keep?: number) => {
  const input = new PassThrough()
  const output = new PassThrough()
  return { input, output, serial: new SerialConsole(input, output, keep === undefined ? {} : { keep }) }
}

test('words are found once each, in order, also across chunks', async () => {
  const { input, serial } = line()
  const first = serial.expect(/code: (\w+)/, 1000)
  input.write('boot\r\nco')
  input.write('de: ABC2\r\ncode: DEF3\r\n')
  assert.equal((await first)[1], 'ABC2')
  assert.equal((await serial.expect(/code: (\w+)/, 1000))[1], 'DEF3')
  await assert.rejects(
    serial.expect(/code/, 20),
    /0\.02 s passed while waiting for \/code\/[\s\S]*\| code: DEF3/,
  )
})

test('colours are removed, even when cut in two', async () => {
  const { input, serial } = line()
  input.write('\x1b[0;1;3')
  input.write('1mred\x1b[0m \x1b[Kplain\n')
  await serial.expect(/^red plain$/m, 1000)
})

test('a dead line fails at once, with what was said', async () => {
  const { input, serial } = line()
  const waiting = serial.expect(/login/, 60_000)
  input.end('Kernel panic\n')
  await assert.rejects(waiting, /the line went dead[\s\S]*Kernel panic/)
})

test('memory is bounded and typing arrives', async () => {
  const { input, output, serial } = line(100)
  input.write('x'.repeat(1000))
  input.write('\nready\n')
  await serial.expect(/ready/, 1000)
  assert.ok(serial.transcript.length <= 100)
  serial.send('halt\n')
  assert.equal(output.read().toString(), 'halt\n')
})
