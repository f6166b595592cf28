import { createServer, type RequestListener } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { fixedLimits } from '../config/limits.ts'
import type { ProtocolHandler } from './handler.ts'

/** Timings of HTTP, in milliseconds. */
export interface HttpTimings {
  readonly headers: number
  readonly request: number
  readonly idle: number
}

const defaultTimings: HttpTimings = {
  headers: fixedLimits.http_headers_ms.value,
  request: fixedLimits.http_request_ms.value,
  idle: fixedLimits.http_idle_ms.value,
}

/** HTTP/1.1 on sockets that others accepted: from 80 as they are, from 443 after the handshake. */
export function createHttp(handler: RequestListener, timings: HttpTimings = defaultTimings): ProtocolHandler {
  const server = createServer(
    {
      headersTimeout: timings.headers,
      requestTimeout: timings.request,
      keepAliveTimeout: timings.idle,
      connectionsCheckingInterval: Math.min(timings.headers, 5_000),
    },
    handler,
  )
  // Node starts to watch the timeouts of its requests with this event, and this server never listens itself.
  server.emit('listening')
  const sockets = new Set<Socket>()

  return {
    handle(socket) {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      // A socket that never asks anything is no request yet, so no timeout of requests covers it.
      socket.setTimeout(timings.headers, () => socket.destroy())
      server.emit('connection', socket)
    },
    async close(graceMs) {
      server.closeIdleConnections()
      const end = performance.now() + graceMs
      while (sockets.size > 0 && performance.now() < end) {
        await delay(Math.min(20, graceMs))
        server.closeIdleConnections()
      }
      for (const socket of sockets) socket.destroy()
      server.closeAllConnections()
      // Ends the watching that began above.
      server.close(() => {})
    },
  }
}
