import type { Socket } from 'node:net'
import type { SecureContext, TLSSocket } from 'node:tls'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'
import type { Accounts } from '../accounts/accounts.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config/config.ts'
import { fixedLimits } from '../config/limits.ts'
import type { LocalDelivery } from '../delivery/local.ts'
import { sayGoodBye } from '../listen/good-bye.ts'
import type { ConnectionInfo, ProtocolHandler } from '../listen/handler.ts'
import type { Log } from '../log/log.ts'
import { RateLimiter } from '../policy/rate.ts'
import type { Store } from '../store/store.ts'
import { type ConnectionContext, SubmissionConnection } from './connection.ts'
import { localRecipients } from './recipient.ts'
import { replies } from './replies.ts'

export interface SubmissionDeps {
  readonly accounts: Accounts
  readonly store: Store
  readonly delivery: LocalDelivery
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  /** The certificate of the moment, for STARTTLS. */
  readonly tls: { secureContext(): SecureContext }
}

/** The message submission service (RFC 6409) behind ports 465, 587 and 443 with ALPN `smtp`. */
export function createSubmission(deps: SubmissionDeps): ProtocolHandler {
  const { accounts, config, log } = deps
  const context: ConnectionContext = {
    ...deps,
    limits: config.limits,
    recipientRule: localRecipients(accounts),
    rate: new RateLimiter({
      perMinute: config.limits.messages_per_minute,
      burst: config.limits.burst,
      entries: fixedLimits.rate_senders.value,
    }),
    secureContext: () => deps.tls.secureContext(),
  }
  const connections = new Map<SMTPServerSession, SubmissionConnection>()

  const server = new SMTPServer({
    name: accounts.domain,
    logger: false,
    disableReverseLookup: true,
    hideENHANCEDSTATUSCODES: false,
    // names that begin with `_` are domains here
    lenientAddressParsing: true,
    authMethods: ['PLAIN', 'LOGIN'],
    // the library's own greets the client by its IP address
    heloResponse: '%s',
    authRequiredMessage: replies.needLogin.text,
    disabledCommands: ['XCLIENT', 'XFORWARD', 'HELP', 'WIZ', 'SHELL', 'KILL'],
    maxAllowedUnauthenticatedCommands: fixedLimits.smtp_commands_before_login.value,
    onConnect: (_session, callback) => callback(),
    onSecure: (_socket, _session, callback) => callback(),
    onAuth(auth, session, callback) {
      const refuse = (reply: { code: number; text: string }): void =>
        callback(null, { responseCode: reply.code, message: reply.text })
      accounts.login(auth.username ?? '', auth.password ?? '').then(
        (result) => {
          if (result.ok) return callback(null, { user: result.account })
          log.info('smtp.login_refused', { reason: result.reason })
          if (result.reason === 'busy') return refuse(replies.loginBusy)
          if (connections.get(session)?.countFailedLogin() !== false) refuse(replies.wrongPassword)
        },
        (error: unknown) => {
          log.error('smtp.login_failed', { reason: nameOf(error) })
          refuse(replies.loginBusy)
        },
      )
    },
    onClose: (session) => {
      connections.delete(session)
    },
  })
  server.on('error', (error) => log.debug('smtp.connection_failed', { reason: nameOf(error) }))
  let closing = false

  return {
    handle(socket: Socket | TLSSocket, info: ConnectionInfo) {
      // its close event may be over already, and nothing would ever forget it
      if (socket.destroyed) return
      if (closing) {
        socket.on('error', () => {})
        socket.end(`${replies.bye.code} ${replies.bye.text}\r\n`)
        return
      }
      const connection = new SubmissionConnection(server, socket, context, info.secure)
      connections.set(connection.session, connection)
      connection.on('error', (error) =>
        log.debug('smtp.connection_failed', { id: info.id, reason: nameOf(error) }),
      )
      connection.init()
    },
    close(graceMs) {
      closing = true
      return sayGoodBye(connections, { graceMs, lingerMs: fixedLimits.stop_linger_ms.value })
    },
  }
}

/** Messages of errors may quote what a client sent; names do not. */
const nameOf = (error: unknown): string =>
  error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.name) : 'unknown'
