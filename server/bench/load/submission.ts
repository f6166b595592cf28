import { LineConnection } from './line-connection.ts'
import type { Person } from './people.ts'

/** A submission connection that stays open between messages, as chat clients keep theirs. */
export interface Submission {
  /** Resolves when the server has taken responsibility (RFC 5321 section 4.2.5). @throws for any refusal */
  send(to: string, message: Buffer): Promise<void>
  close(): void
}

/** Connects and logs in. @throws with the server's answer */
export const openSubmission = async (port: number, person: Person): Promise<Submission> => {
  const connection = await LineConnection.open(port)
  const reply = async (expected: string): Promise<void> => {
    const line = await connection.until(/^\d{3}(?!-)/)
    if (!line.startsWith(expected)) throw new Error(`${expected} expected, not ${line}`)
  }
  await reply('220')
  connection.send('EHLO [127.0.0.1]\r\n')
  await reply('250')
  const token = Buffer.from(`\0${person.address}\0${person.password}`).toString('base64')
  connection.send(`AUTH PLAIN ${token}\r\n`)
  await reply('235')
  return {
    async send(to, message) {
      connection.send(`MAIL FROM:<${person.address}>\r\nRCPT TO:<${to}>\r\nDATA\r\n`)
      for (const expected of ['250', '250', '354']) await reply(expected)
      connection.send(message)
      connection.send('.\r\n')
      await reply('250')
    },
    close: () => connection.close(),
  }
}
