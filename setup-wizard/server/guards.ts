import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { preferredLanguage } from '../messages/accept-language.ts'
import { message } from '../messages/catalogue.ts'
import type { MessageKey } from '../messages/en.ts'
import type { ErrorView } from '../view.ts'
import { knownHost, sameOrigin, urlHost } from './hosts.ts'
import type { WizardContext } from './wizard.ts'

/** What holds for every request: headers, who may ask, and the words of a refusal. */
const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'cache-control': 'no-store',
} as const

/** Refuses with a catalogue key, for scripts as JSON and in words. */
export function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  error: MessageKey,
  more: Pick<ErrorView, 'wait'> & { readonly places?: Record<string, string> } = {},
): FastifyReply {
  const { places, ...view } = more
  const text = message(preferredLanguage(request.headers['accept-language']), error, places)
  if (!request.url.startsWith('/setup/api/'))
    return reply.code(status).type('text/plain; charset=utf-8').send(`${text}\n`)
  return reply.code(status).send({ error, ...view, message: text })
}

/** Adds the checks in front of all routes. */
export function guardRequests(app: FastifyInstance, { box, setUp, log }: WizardContext): void {
  app.removeContentTypeParser('text/plain')

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers)
    const reading = request.method === 'GET' || request.method === 'HEAD'
    if (!knownHost(request.headers.host, box.hostname)) {
      const { localAddress, localPort } = request.socket
      if (!reading || !localAddress) return refuse(request, reply, 421, 'error.host')
      const port = localPort === undefined || localPort === 80 ? '' : `:${localPort}`
      return reply.redirect(`http://${urlHost(localAddress)}${port}/setup/`, 302)
    }
    if (reading) return
    if (!sameOrigin(request.headers)) return refuse(request, reply, 403, 'error.host')
    if (setUp.saved.state.phase === 'done') return refuse(request, reply, 410, 'error.finished')
  })

  app.setNotFoundHandler((request, reply) => refuse(request, reply, 404, 'error.notFound'))

  app.setErrorHandler((error: { statusCode?: number; message?: string }, request, reply) => {
    const status = error.statusCode ?? 500
    if (status < 500) return refuse(request, reply, status, 'error.request')
    log.error('setup.request', { reason: error.message ?? '' })
    return refuse(request, reply, 500, 'error.internal')
  })
}
