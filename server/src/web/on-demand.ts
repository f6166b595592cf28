import type { Web, WebParts } from './web.ts'

/**
 * The web pages, put together with the first request: most of what a mail server serves in a day is mail, and the
 * framework with its pages takes some megabytes.
 */
export function createWebOnDemand(parts: WebParts): Web {
  let web: Promise<Web> | undefined
  let closed = false
  const load = async (): Promise<Web> => (await import('./web.ts')).createWeb(parts)
  return {
    handler(request, response) {
      if (closed && web === undefined) {
        response.writeHead(503).end()
        return
      }
      web ??= load()
      web.then(
        ({ handler }) => handler(request, response),
        (error: Error) => {
          parts.log.error('web-failure', { route: 'none', error: error.name })
          response.writeHead(500).end()
        },
      )
    },
    async close() {
      closed = true
      if (web !== undefined) await web.then((loaded) => loaded.close()).catch(() => undefined)
    },
  }
}
