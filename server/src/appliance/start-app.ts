import { randomBytes } from 'node:crypto'
import { connect } from 'node:tls'
import { type App, createApp } from '../app.ts'
import { systemClock } from '../clock.ts'
import type { Config } from '../config/config.ts'
import { fixedLimits } from '../config/limits.ts'
import type { Log } from '../log/log.ts'
import type { RunningMail } from './mail-service.ts'

/** How long IMAP may take for its first greeting: a Pi Zero with a slow card has to read its store first. */
const answerMs = 30_000

/** Builds the mail server and opens its ports. `anyPort` takes free ones, for tests. */
export async function startApp(
  config: Config,
  log: Log,
  anyPort = false,
): Promise<RunningMail & { app: App }> {
  const app = await createApp(config, { log, clock: systemClock, random: randomBytes, anyPort })
  try {
    await app.start()
  } catch (error) {
    await app.stop(0)
    throw error
  }
  return {
    app,
    handler: app.handler,
    reachableBy: app.reachableBy,
    answers: async () => {
      if (app.ports.imaps) await imapAnswers(app.ports.imaps)
    },
    stop: () => app.stop(fixedLimits.stop_grace_ms.value),
  }
}

/** Resolves when the IMAP server on this machine greets (RFC 9051 section 7.1): a client could work with it now. */
function imapAnswers(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    // The certificate may be for any name; what is asked is only whether the server on this machine answers.
    const socket = connect({ host: 'localhost', port, rejectUnauthorized: false, timeout: answerMs })
    const fail = (reason: string) => {
      socket.destroy()
      reject(new Error(`IMAP on port ${port} does not answer: ${reason}`))
    }
    socket.on('timeout', () => fail(`nothing within ${answerMs / 1000} seconds`))
    socket.on('error', (error) => fail(error.message))
    socket.on('close', () => fail('the connection was closed'))
    socket.once('data', (greeting) => {
      if (!greeting.toString('latin1').startsWith('* OK')) return fail('it refuses connections')
      socket.removeAllListeners('close')
      socket.end('a LOGOUT\r\n')
      resolve()
    })
  })
}
