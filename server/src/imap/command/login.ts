import type { LoginResult } from '../../accounts/accounts.ts'
import { BadError, ByeError, byes, NoError, refusals } from '../errors.ts'
import { imapLimits } from '../limits.ts'
import type { Session } from '../session.ts'
import { capabilityList } from './capability.ts'
import { beforeLogin, command, type Reply } from './command.ts'

/** Verifies or creates the account (docs/protocol.md, accounts), or says NO the way clients understand. */
export const logIn = async (session: Session, address: string, password: string): Promise<Reply> => {
  if (!session.secure) throw new NoError(refusals.privacyRequired)
  const result = await session.server.accounts.login(address, password)
  if (!result.ok) throw refused(session, result)
  session.authenticated(result.account.id)
  return { code: capabilityList(session), text: 'Logged in' }
}

const refused = (session: Session, result: LoginResult & { ok: false }): Error => {
  session.server.log.info('imap.login_refused', { reason: result.reason })
  if (result.reason === 'busy') return new NoError(refusals.busy)
  session.failedLogins++
  return session.failedLogins > imapLimits.failedLogins
    ? new ByeError(byes.tooManyLogins)
    : new NoError(refusals.authenticationFailed)
}

export const login = command({
  name: 'LOGIN',
  states: beforeLogin,
  parse: (args) => ({ address: args.space().astring(), password: args.space().astring() }),
  run: (session, { address, password }) => logIn(session, address, password),
})

/** RFC 4616: `[authzid] NUL authcid NUL passwd`. Acting for somebody else is not offered. */
const plainResponse = (base64: string): { address: string; password: string } => {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) throw new BadError('That is not base64')
  const [authorize, address, password, ...more] = Buffer.from(base64, 'base64').toString('utf8').split('\0')
  if (address === undefined || password === undefined || more.length > 0) {
    throw new BadError('That is not a PLAIN response')
  }
  if (authorize !== '' && authorize !== address) throw new NoError(refusals.authenticationFailed)
  return { address, password }
}

export const authenticate = command({
  name: 'AUTHENTICATE',
  states: beforeLogin,
  parse: (args) => ({
    mechanism: args.space().atom().toUpperCase(),
    initial: args.done ? undefined : args.space().word(),
  }),
  run(session, { mechanism, initial }) {
    if (mechanism !== 'PLAIN') throw new NoError(refusals.mechanism)
    if (!session.secure) throw new NoError(refusals.privacyRequired)
    const respond = (base64: string): Promise<Reply> => {
      const { address, password } = plainResponse(base64)
      return logIn(session, address, password)
    }
    if (initial !== undefined) return respond(initial === '=' ? '' : initial)
    return {
      prompt: '',
      line(text) {
        if (text === '*') throw new BadError('Authentication cancelled')
        return respond(text)
      },
    }
  },
})
