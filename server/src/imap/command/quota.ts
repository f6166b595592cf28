import { NoError, refusals } from '../errors.ts'
import type { Session } from '../session.ts'
import { mailboxName } from '../wire/encoder.ts'
import { encodeUtf7 } from '../wire/modified-utf7.ts'
import { afterLogin, command } from './command.ts'

/** One root for the whole account. */
const ROOT = 'User quota'

/** RFC 2087 section 5.1, in units of 1024 octets. */
const quotaLine = (session: Session): string => {
  const { store, config } = session.server
  const kib = (bytes: number): number => Math.ceil(bytes / 1024)
  const used = kib(store.usage(session.accountId).bytes)
  return `* QUOTA "${ROOT}" (STORAGE ${used} ${kib(config.limits.mailbox_bytes)})\r\n`
}

export const getQuotaRoot = command({
  name: 'GETQUOTAROOT',
  states: afterLogin,
  parse: (args) => args.space().mailbox(),
  run(session, name) {
    session.mailbox(name)
    session.out.text(`* QUOTAROOT ${mailboxName(encodeUtf7(name))} "${ROOT}"\r\n${quotaLine(session)}`)
    return { text: 'Getquotaroot completed' }
  },
})

export const getQuota = command({
  name: 'GETQUOTA',
  states: afterLogin,
  parse: (args) => args.space().astring(),
  run(session, root) {
    if (root !== ROOT) throw new NoError(refusals.noQuotaRoot)
    session.out.text(quotaLine(session))
    return { text: 'Getquota completed' }
  },
})

export const setQuota = command({
  name: 'SETQUOTA',
  states: afterLogin,
  parse(args) {
    args.space().astring()
    args.space().list(() => {
      args.atom()
      args.space().number()
    }, true)
  },
  run() {
    throw new NoError(refusals.setQuota)
  },
})
