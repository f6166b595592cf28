import { byes, NoError, refusals } from '../errors.ts'
import { afterLogin, anyState, beforeLogin, command, none, selectedOnly } from './command.ts'

export const noop = command({
  name: 'NOOP',
  states: anyState,
  parse: none,
  run: () => ({ text: 'NOOP completed' }),
})

export const check = command({
  name: 'CHECK',
  states: selectedOnly,
  parse: none,
  run: () => ({ text: 'Check completed' }),
})

export const logout = command({
  name: 'LOGOUT',
  states: anyState,
  parse: none,
  run(session) {
    session.out.text(`* BYE ${byes.logout}\r\n`)
    session.selected = undefined
    session.state = 'logout'
    return { text: 'Logout completed', next: 'close' }
  },
})

/** RFC 9051 section 6.2.1. The connection checks that nothing was sent after it. */
export const startTls = command({
  name: 'STARTTLS',
  states: beforeLogin,
  parse: none,
  run(session) {
    if (session.secure || session.server.upgrade === undefined) throw new NoError(refusals.noTls)
    return { text: 'Begin TLS negotiation now', next: 'start-tls' }
  },
})

/** RFC 5161. Only CONDSTORE changes anything here; unknown names are passed over, as the RFC says. */
export const enable = command({
  name: 'ENABLE',
  states: afterLogin,
  parse(args) {
    const names = [args.space().atom().toUpperCase()]
    while (!args.done) names.push(args.space().atom().toUpperCase())
    return names
  },
  run(session, names) {
    const condstore = names.includes('CONDSTORE')
    if (condstore) session.condstore = true
    session.out.text(`* ENABLED${condstore ? ' CONDSTORE' : ''}\r\n`)
    return { text: 'Enabled' }
  },
})
