import { BadError } from '../errors.ts'
import type { Session } from '../session.ts'
import { afterLogin, command, none, type Reply, type Waiting } from './command.ts'

/**
 * RFC 2177. Any untagged response but `* OK` wakes a phone (docs/protocol.md, IMAP), so only arrivals are told at
 * once; flag changes and expunges wait for the next arrival, the next keepalive or DONE.
 */
export const idle = command({
  name: 'IDLE',
  states: afterLogin,
  parse: none,
  run(session): Waiting {
    const stop = watch(session)
    return {
      prompt: 'idling',
      // Not before: clients put aside what comes ahead of the prompt and then wait for it (docs/protocol.md, IMAP).
      begun: () => session.tell(true),
      line(text): Reply {
        stop?.()
        if (text.toUpperCase() !== 'DONE') throw new BadError('DONE was expected')
        return { text: 'Idle completed' }
      },
      keepalive() {
        const changes = session.changes(true)
        const quiet = changes === undefined || changes.expunged.length + changes.changed.length === 0
        if (quiet && changes?.exists === undefined) session.out.text('* OK Still here\r\n')
        else session.write(changes!)
      },
      abandon: () => stop?.(),
    }
  },
})

const watch = (session: Session): (() => void) | undefined => {
  const { selected, server } = session
  if (selected === undefined) return undefined
  return server.notifier.watch(selected.mailboxId, () => session.host.outside(() => session.tellArrivals()))
}
