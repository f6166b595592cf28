import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { test } from 'node:test'
import { delayedPort } from './delay.ts'

test('each round trip through the proxy takes its time, and nothing is lost or mixed up', async (t) => {
  const echo = createServer((socket) => socket.pipe(socket))
  echo.listen(0, '127.0.0.1')
  await once(echo, 'listening')
  t.after(() => echo.close())
  const proxy = await delayedPort((echo.address() as AddressInfo).port, 40)
  t.after(() => proxy.close())

  const started = performance.now()
  const client = connect({ host: '127.0.0.1', port: proxy.port, noDelay: true })
  client.setEncoding('latin1')
  let heard = ''
  client.on('data', (text: string) => {
    heard += text
  })
  for (let count = 0; count < 100; count++) client.write(`${count} `)
  client.end()
  await once(client, 'end')
  // The handshake and the way there and back; timers may fire a millisecond early.
  assert.ok(performance.now() - started >= 76)
  assert.equal(heard, Array.from({ length: 100 }, (_, count) => `${count} `).join(''))
})
