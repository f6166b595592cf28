import assert from 'node:assert/strict'
import { connect, type Socket } from 'node:net'
import { test } from 'node:test'
import { bind } from './bind.ts'
import { createHttp } from './http.ts'

const timings = { headers: 100, request: 300, idle: 200 }

const serve = async (respond: Parameters<typeof createHttp>[0] = (_, response) => response.end('hello')) => {
  const http = createHttp(respond, timings)
  const server = await bind('http', '127.0.0.1', 0, (socket) => {
    socket.on('error', () => {})
    http.handle(socket, { secure: false, id: 1 })
  })
  const { port } = server.address() as { port: number }
  return { http, server, port }
}
/** The end of a connection, by whichever way it comes. */
const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.on('error', () => {})
    socket.once('close', () => resolve())
    socket.resume()
  })
const elapsed = async (work: Promise<unknown>): Promise<number> => {
  const started = performance.now()
  await work
  return performance.now() - started
}

test('answers on sockets that it did not accept itself', async () => {
  const { http, server, port } = await serve()
  assert.equal(await (await fetch(`http://127.0.0.1:${port}/`)).text(), 'hello')
  server.close()
  await http.close(1000)
})

test('cuts who says nothing, and who says it too slowly', async () => {
  const { http, server, port } = await serve()
  const silent = connect(port, '127.0.0.1')
  const slow = connect(port, '127.0.0.1')
  const drip = setInterval(() => slow.write('X'), 40)
  slow.write('GET / HTTP/1.1\r\nHost: ')
  const took = await elapsed(Promise.all([closed(silent), closed(slow)]))
  clearInterval(drip)
  assert.ok(took < 2_000, `${took} ms`)
  server.close()
  await http.close(1000)
})

test('close lets the answer under way finish and ends what is idle', async () => {
  const { http, server, port } = await serve((request, response) => {
    if (request.url === '/slow') setTimeout(() => response.end('done'), 80)
    else response.end('quick')
  })
  const slow = fetch(`http://127.0.0.1:${port}/slow`)
  await (await fetch(`http://127.0.0.1:${port}/`)).text()
  await new Promise((resolve) => setTimeout(resolve, 20))
  server.close()
  const took = await elapsed(http.close(1000))
  assert.equal(await (await slow).text(), 'done')
  assert.ok(took < 600, `${took} ms`)
})

test('close does not wait longer than its grace', async () => {
  const { http, server, port } = await serve(() => {})
  const stuck = fetch(`http://127.0.0.1:${port}/`).catch((error: Error) => error)
  await new Promise((resolve) => setTimeout(resolve, 30))
  server.close()
  assert.ok((await elapsed(http.close(60))) < 500)
  assert.ok((await stuck) instanceof Error)
})
