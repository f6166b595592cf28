import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Accounts } from '../../accounts/accounts.ts'
import { type Config, isSelfSigned } from '../../config/config.ts'
import { accountLink, loginLink } from '../links.ts'
import { type Admission, boxAddressFor, sendTooFast } from './visitor.ts'

/**
 * `/new` (docs/protocol.md, new accounts): a name and a password that the first login will turn into an account.
 * Reading it with a browser opens the app instead, where the certificate allows.
 */
export const registerNew = (
  app: FastifyInstance,
  config: Config,
  accounts: Accounts,
  admit: Admission,
): void => {
  const selfSigned = isSelfSigned(config.domain)
  const suggest = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const wait = admit(request)
    if (wait > 0) return sendTooFast(config, request, reply, wait)
    const account = accounts.suggest()
    const login = selfSigned
      ? { dclogin_url: loginLink(config.ports, account, boxAddressFor(config, request)) }
      : {}
    return reply
      .header('cache-control', 'no-store')
      .send({ email: account.address, password: account.password, ...login })
  }
  app.post('/new', suggest)
  app.get('/new', (request, reply) =>
    selfSigned ? suggest(request, reply) : reply.redirect(`dcaccount:${accountLink(config)}`, 301),
  )
}
