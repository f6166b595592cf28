import type { FastifyInstance } from 'fastify'
import type { Accounts } from '../../accounts/accounts.ts'
import { type Config, isSelfSigned } from '../../config/config.ts'
import { loginLink, pageLink } from '../links.ts'
import { joinPage } from '../page/join.ts'
import { landingPage } from '../page/landing.ts'
import { privacyPage } from '../page/privacy.ts'
import { isEncrypted } from '../plain-http.ts'
import { type Admission, boxAddressFor, contextOf, sendPage, sendTooFast } from './visitor.ts'

export const registerPages = (
  app: FastifyInstance,
  config: Config,
  accounts: Accounts,
  admit: Admission,
): void => {
  app.get('/', (request, reply) => {
    const wait = admit(request)
    if (wait > 0) return sendTooFast(config, request, reply, wait)
    return sendPage(reply, landingPage(contextOf(config, request), config))
  })
  app.get('/privacy', (request, reply) => sendPage(reply, privacyPage(contextOf(config, request), config)))
  app.get('/join', (request, reply) => {
    if (!isSelfSigned(config.domain)) return reply.redirect('/', 302)
    const wait = admit(request)
    if (wait > 0) return sendTooFast(config, request, reply, wait)
    const box = boxAddressFor(config, request)
    const login = loginLink(config.ports, accounts.suggest(), box)
    const plainPort = isEncrypted(request.raw) ? undefined : request.socket.localPort
    const page = pageLink(config.ports, { host: box, path: '/join', plainPort })
    return sendPage(reply, joinPage(contextOf(config, request), config, login, page), 'no-store')
  })
}
