import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../../config/config.ts'
import { boxAddress, serviceHost } from '../address.ts'
import { chooseLanguage } from '../language.ts'
import type { Problem } from '../messages.ts'
import type { PageContext } from '../page/layout.ts'
import { problemPage } from '../page/problem.ts'
import { visitorKey } from '../visitor-rate.ts'

/** Admits or not: 0, or the seconds to wait. */
export type Admission = (request: FastifyRequest) => number

export const admission =
  (rate: (key: string, now: number) => number, now: () => number): Admission =>
  (request) =>
    rate(visitorKey(request.socket.remoteAddress), now())

export const contextOf = (config: Config, request: FastifyRequest): PageContext => ({
  language: chooseLanguage(request.headers['accept-language']),
  name: serviceHost(config.domain)
    .replace(/^_/, '')
    .replace(/\.internal$/, ''),
})

/** The address of this box as this visitor reaches it. */
export const boxAddressFor = (config: Config, request: FastifyRequest): string =>
  boxAddress(config, request.headers.host, request.socket.localAddress)

export const sendPage = (reply: FastifyReply, page: string, cache = 'no-cache'): FastifyReply =>
  reply
    .type('text/html; charset=utf-8')
    .header('vary', 'accept-language')
    .header('cache-control', cache)
    .send(page)

/** Apps get `{"reason": ...}`, which Delta Chat shows as it is (docs/protocol.md, new accounts); people get a page. */
export const sendProblem = (
  config: Config,
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  problem: Problem,
  reason: string,
): FastifyReply => {
  reply.code(status)
  const reads = request.method === 'GET' || request.method === 'HEAD'
  if (reads && request.routeOptions.url !== '/new')
    return sendPage(reply, problemPage(contextOf(config, request), problem), 'no-store')
  return reply.header('cache-control', 'no-store').send({ reason })
}

export const sendTooFast = (
  config: Config,
  request: FastifyRequest,
  reply: FastifyReply,
  seconds: number,
): FastifyReply =>
  sendProblem(
    config,
    request,
    reply.header('retry-after', seconds),
    429,
    'too-fast',
    `Many people are joining from your network right now. Try again in ${seconds} s.`,
  )
