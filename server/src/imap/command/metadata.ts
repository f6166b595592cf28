import { dayOf } from '../../clock.ts'
import { addDeviceToken, DEVICE_TOKEN, deviceTokens, isDeviceToken } from '../device-tokens.ts'
import { BadError, NoError, refusals } from '../errors.ts'
import { imapLimits } from '../limits.ts'
import type { Arguments } from '../parse/arguments.ts'
import type { Session } from '../session.ts'
import { mailboxName, utf8Literal } from '../wire/encoder.ts'
import { encodeUtf7 } from '../wire/modified-utf7.ts'
import { afterLogin, command } from './command.ts'

/** Private entries that are kept; a fixed list bounds what an account can store. */
const KEPT: ReadonlySet<string> = new Set([DEVICE_TOKEN, '/private/comment'])

const MAX_RECIPIENTS = '/shared/vendor/deltachat/maxsmtprecipients'

/** `entry` (RFC 5464 section 3.1), in lower case: names are case-insensitive. */
const entryName = (args: Arguments): string => {
  const name = args.astring().toLowerCase()
  if (!/^\/(private|shared)(\/[^/*%\x00-\x1f\x7f-\uffff]+)+$/.test(name) || name.length > 256) {
    throw new BadError('That is not an annotation name')
  }
  return name
}

interface Get {
  readonly mailbox: string
  readonly entries: readonly string[]
  readonly maxSize: number
  readonly deep: boolean
}

/** RFC 5464 section 4.2. A single entry needs no parentheses. */
const parseGet = (args: Arguments): Get => {
  const options = { maxSize: Number.POSITIVE_INFINITY, deep: false }
  args.space()
  if (args.at('(')) {
    parseOptions(args, options)
    args.space()
  }
  const mailbox = args.mailbox()
  args.space()
  const entries: string[] = []
  if (args.at('(')) args.list(() => entries.push(entryName(args)))
  else entries.push(entryName(args))
  if (entries.length > imapLimits.metadataEntries) throw new BadError('Too many entries')
  return { mailbox, entries: [...new Set(entries)], ...options }
}

const parseOptions = (args: Arguments, into: { maxSize: number; deep: boolean }): void =>
  args.list(() => {
    const option = args.keyword()
    if (option === 'MAXSIZE') into.maxSize = args.space().number()
    else if (option === 'DEPTH') into.deep = args.space().keyword() !== '0'
    else throw new BadError('Unknown GETMETADATA option')
  })

const annotation = (session: Session, mailbox: string, entry: string): string | undefined => {
  const { store, clock, serverMetadata, config } = session.server
  if (entry.startsWith('/shared/')) {
    if (mailbox !== '') return undefined
    return serverMetadata(entry) ?? (entry === MAX_RECIPIENTS ? String(config.limits.recipients) : undefined)
  }
  const stored = store.metadata(session.accountId, mailbox, entry)
  if (entry !== DEVICE_TOKEN) return stored
  const tokens = deviceTokens(stored, dayOf(clock.now()))
  return tokens.length === 0 ? undefined : tokens.join(' ')
}

export const getMetadata = command({
  name: 'GETMETADATA',
  states: afterLogin,
  parse: parseGet,
  run(session, { mailbox, entries, maxSize, deep }) {
    if (mailbox !== '') session.mailbox(mailbox)
    if (deep) throw new NoError(refusals.metadataDepth)
    let longest = 0
    const pairs = entries.flatMap((entry) => {
      const value = annotation(session, mailbox, entry)
      if (value === undefined) return [`${entry} NIL`]
      const size = Buffer.byteLength(value)
      if (size <= maxSize) return [`${entry} ${utf8Literal(value)}`]
      longest = Math.max(longest, size)
      return []
    })
    const name = mailbox === '' ? '""' : mailboxName(encodeUtf7(mailbox))
    if (pairs.length > 0) session.out.text(`* METADATA ${name} (${pairs.join(' ')})\r\n`)
    return {
      ...(longest > 0 ? { code: `METADATA LONGENTRIES ${longest}` } : {}),
      text: 'Getmetadata completed',
    }
  },
})

interface Assignment {
  readonly mailbox: string
  readonly values: readonly (readonly [entry: string, value: string | undefined])[]
}

/** RFC 5464 section 4.3. A space before the closing parenthesis is accepted; clients send it. */
const parseSet = (args: Arguments): Assignment => {
  const mailbox = args.space().mailbox()
  const values: [string, string | undefined][] = []
  args.space().list(() => values.push([entryName(args), args.space().nstring()]))
  if (values.length > imapLimits.metadataEntries) throw new BadError('Too many entries')
  return { mailbox, values }
}

/** Setting a device token adds it: each device of the account announces its own (docs/protocol.md, METADATA). */
const stored = (
  session: Session,
  mailbox: string,
  entry: string,
  value: string | undefined,
): string | undefined => {
  if (entry !== DEVICE_TOKEN || value === undefined) return value
  const { store, clock } = session.server
  if (!isDeviceToken(value)) throw new NoError(refusals.deviceToken)
  return addDeviceToken(store.metadata(session.accountId, mailbox, entry), value, dayOf(clock.now()))
}

export const setMetadata = command({
  name: 'SETMETADATA',
  states: afterLogin,
  parse: parseSet,
  async run(session, { mailbox, values }) {
    if (mailbox !== '') session.mailbox(mailbox)
    for (const [entry, value] of values) {
      if (entry.startsWith('/shared/')) throw new NoError(refusals.metadataForbidden)
      if (!KEPT.has(entry)) throw new NoError(refusals.metadataTooMany)
      if (value !== undefined && Buffer.byteLength(value) > imapLimits.metadataBytes) {
        throw new NoError(refusals.metadataTooLarge)
      }
    }
    const { store, accountQueue } = session.server
    await accountQueue.run(session.accountId, async () => {
      for (const [entry, value] of values) {
        await store.setMetadata(session.accountId, mailbox, entry, stored(session, mailbox, entry, value))
      }
    })
    return { text: 'Setmetadata completed' }
  },
})
