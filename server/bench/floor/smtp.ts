import type { Socket } from 'node:net'
import { onLines, say } from './lines.ts'
import type { FloorMailboxes } from './mailboxes.ts'

const replies: Readonly<Record<string, string>> = {
  EHLO: '250-floor\r\n250-PIPELINING\r\n250-SIZE 31457280\r\n250-AUTH PLAIN\r\n250-8BITMIME\r\n250 SMTPUTF8',
  AUTH: '235 2.7.0 Yes',
  DATA: '354 Go on',
  QUIT: '221 2.0.0 Bye',
}

/** Submission that believes everything: whoever logs in, whatever is sent. */
export const serveSmtp = (socket: Socket, mailboxes: FloorMailboxes): void => {
  let recipients: string[] = []
  let message: string[] | undefined

  onLines(socket, (line) => {
    if (message !== undefined) {
      if (line !== '.') {
        message.push(line.startsWith('.') ? line.slice(1) : line)
        return
      }
      const text = `${message.join('\r\n')}\r\n`
      for (const recipient of recipients) mailboxes.deliver(recipient, text)
      recipients = []
      message = undefined
      return say(socket, '250 2.0.0 Yes\r\n')
    }
    const verb = line.slice(0, 4).toUpperCase()
    if (verb === 'RCPT') recipients.push(/<([^>]*)>/.exec(line)?.[1] ?? '')
    else if (verb === 'DATA') message = []
    say(socket, `${replies[verb] ?? '250 2.0.0 Yes'}\r\n`)
    if (verb === 'QUIT') socket.end()
  })
  say(socket, '220 floor ESMTP\r\n')
}
