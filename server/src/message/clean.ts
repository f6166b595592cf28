import type { Header } from './header.ts'

/** Fields that tell where a message came from or whom it also went to (docs/protocol.md, header cleaning). */
const REVEALING = ['received', 'x-originating-ip', 'x-mailer', 'user-agent', 'bcc', 'resent-bcc']

/** Fields that mean something only to the server that added them. */
const FOREIGN = ['dkim-signature', 'authentication-results']

const SUBJECT = Buffer.from('Subject: [...]\r\n')

const submitted: ReadonlySet<string> = new Set(REVEALING)
const submittedForLocal: ReadonlySet<string> = new Set([...REVEALING, ...FOREIGN])

/**
 * The header block as it leaves this server: without revealing fields, with a blank subject, otherwise byte for byte
 * as it came. MIME fields are untouched and nothing is added. With `local`, also without signatures of other servers.
 */
export function cleanHeader(header: Header, options: { readonly local: boolean }): Buffer {
  const drop = options.local ? submittedForLocal : submitted
  const pieces: Buffer[] = []
  let keptFrom = 0
  for (const field of header.fields) {
    const subject = field.name === 'subject'
    if (!subject && !drop.has(field.name)) continue
    pieces.push(header.block.subarray(keptFrom, field.start))
    if (subject) pieces.push(SUBJECT)
    keptFrom = field.end
  }
  pieces.push(header.block.subarray(keptFrom))
  return Buffer.concat(pieces)
}
