import type { IncomingMessage, ServerResponse } from 'node:http'
import fastify, { type FastifyError, type FastifyInstance, type HTTPMethods } from 'fastify'
import type { AccountDeletion, Accounts } from '../accounts/accounts.ts'
import type { Clock } from '../clock.ts'
import { type Config, isSelfSigned } from '../config/config.ts'
import { fixedLimits } from '../config/limits.ts'
import type { Log } from '../log/log.ts'
import { answerPlainHttp, isEncrypted, pathOf } from './plain-http.ts'
import { registerDelete } from './route/delete.ts'
import { registerDocuments } from './route/documents.ts'
import { registerNew } from './route/new.ts'
import { registerPages } from './route/pages.ts'
import { admission, sendProblem } from './route/visitor.ts'
import { securityHeaders, strictTransport } from './security.ts'
import { createVisitorRate } from './visitor-rate.ts'

export interface Web {
  /** Answers one request; for `http` servers over TLS and over plain TCP alike. Requests need no listening app. */
  handler(request: IncomingMessage, response: ServerResponse): void
  /** From now on answers 503. */
  close(): Promise<void>
}

export interface WebParts {
  readonly config: Config
  readonly accounts: Accounts & AccountDeletion
  readonly log: Log
  readonly clock: Clock
}

/** The web pages and `/new`. Owns no socket: `listen/` feeds it through {@link Web.handler}. */
export async function createWeb({ config, accounts, log, clock }: WebParts): Promise<Web> {
  const app = fastify({
    bodyLimit: fixedLimits.web_body_bytes.value,
    routerOptions: { ignoreTrailingSlash: true },
    frameworkErrors: (_error, request, reply) => {
      reply.headers(securityHeaders)
      sendProblem(config, request, reply, 400, 'bad-request', 'The address of this request is malformed.')
    },
  })
  guard(app, config)
  answerMisuse(app, config, log)
  const rate = createVisitorRate({
    burst: fixedLimits.web_burst.value,
    perSecond: fixedLimits.web_per_second.value,
    addresses: fixedLimits.web_addresses.value,
  })
  const admit = admission(rate, () => clock.now())
  registerDocuments(app, config)
  registerPages(app, config, accounts, admit)
  registerNew(app, config, accounts, admit)
  const deletions = createVisitorRate({
    burst: fixedLimits.web_delete_burst.value,
    perSecond: fixedLimits.web_delete_per_second.value,
    addresses: fixedLimits.web_addresses.value,
  })
  registerDelete(
    app,
    config,
    accounts,
    admission(deletions, () => clock.now()),
  )
  await app.ready()
  return {
    handler: (request, response) => app.routing(request, response),
    close: async () => app.close(),
  }
}

/** Before any route: headers, and what is not served without TLS. */
const guard = (app: FastifyInstance, config: Config): void => {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders)
    if (isEncrypted(request.raw)) {
      if (!isSelfSigned(config.domain)) reply.header('strict-transport-security', strictTransport)
      return
    }
    const answer = answerPlainHttp(config, request.method, request.url)
    if (answer.kind === 'move') return reply.redirect(answer.location, 301)
    if (answer.kind === 'refuse')
      return reply.code(403).send({ reason: `Use https://${config.domain}: this needs encryption.` })
  })
}

const methods: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST']

const answerMisuse = (app: FastifyInstance, config: Config, log: Log): void => {
  // One form is read; whatever else a client sends is bounded and dropped.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, body),
  )
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(null, undefined))
  app.setNotFoundHandler((request, reply) => {
    const path = pathOf(request.url).split('?')[0] ?? '/'
    const allowed = methods.filter((method) => app.findRoute({ method, url: path }) !== null)
    if (allowed.length === 0)
      return sendProblem(config, request, reply, 404, 'not-found', 'There is nothing at this address.')
    reply.header('allow', allowed.join(', '))
    return sendProblem(config, request, reply, 405, 'method', `Only ${allowed.join(', ')} here.`)
  })
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500
    if (status >= 400 && status < 500)
      return sendProblem(
        config,
        request,
        reply,
        status,
        'bad-request',
        'The server did not understand this request.',
      )
    log.error('web-failure', { route: request.routeOptions.url, error: error.code ?? error.name })
    return sendProblem(config, request, reply, 500, 'failed', 'The server failed. Try again in a minute.')
  })
}
