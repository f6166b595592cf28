import { BadError, NoError, refusals } from '../errors.ts'
import { imapLimits } from '../limits.ts'
import type { Arguments } from '../parse/arguments.ts'
import { parseDateTime } from '../parse/date.ts'
import { type Flags, parseFlags } from '../parse/flags.ts'
import type { Session } from '../session.ts'
import { afterLogin, command, type Receiver, type Reply } from './command.ts'

interface Append {
  readonly name: string
  readonly flags: Flags
  readonly date: number | undefined
}

const NO_FLAGS: Flags = { bits: 0, keywords: [] }

/** What stands before the message (RFC 9051 section 6.3.12). */
const parseHead = (args: Arguments): Append => {
  const name = args.space().mailbox()
  const flags = !args.done && args.at('(') ? parseFlags(args.space()) : NO_FLAGS
  if (args.done) return { name, flags, date: undefined }
  const date = parseDateTime(args.space().string())
  if (date === undefined || !args.done) throw new BadError('A date or a message was expected')
  return { name, flags, date }
}

/** Everything that can be refused is refused before the first octet comes. */
const open = (session: Session, args: Arguments, size: number): Receiver => {
  const { name, flags, date } = parseHead(args)
  const { store, config, clock } = session.server
  if (size === 0) throw new NoError(refusals.empty)
  if (size > config.limits.message_bytes) throw new NoError(refusals.tooBig)
  if (flags.keywords.length > imapLimits.keywords) throw new NoError(refusals.keywords)
  if (store.findMailbox(session.accountId, name) === undefined) throw new NoError(refusals.tryCreate)
  const quotaBytes = config.limits.mailbox_bytes
  if (store.usage(session.accountId).bytes + size > quotaBytes) throw new NoError(refusals.overQuota)

  const staging = store.stage()
  const finish = async (): Promise<Reply> => {
    try {
      const target = {
        accountId: session.accountId,
        mailbox: name,
        flags: flags.bits,
        keywords: flags.keywords,
      }
      const internalDate = date ?? Math.floor(clock.now() / 1000) * 1000
      const [outcome] = await store.deliver(staging, [target], { internalDate, quotaBytes })
      if (!outcome!.ok) {
        throw new NoError(outcome!.reason === 'over-quota' ? refusals.overQuota : refusals.tryCreate)
      }
      session.server.notifier.publish(outcome!.mailboxId)
      return { code: `APPENDUID ${outcome!.uidValidity} ${outcome!.uid}`, text: 'Append completed' }
    } finally {
      staging.discard()
    }
  }
  const write = (chunk: Buffer): Promise<void> | undefined => {
    // No literal may hold it (RFC 9051 section 9, `CHAR8`), so it could never be fetched.
    if (chunk.includes(0)) throw new NoError(refusals.nul)
    return staging.write(chunk)
  }
  return { write, finish, discard: () => staging.discard() }
}

export const append = command<never>({
  name: 'APPEND',
  states: afterLogin,
  // Reached only without a literal; the mailbox name alone may be one.
  parse: () => {
    throw new BadError('A message literal was expected')
  },
  run: (_, never) => never,
  stream: { applies: (tokens) => tokens.length >= 3, open },
})
