import { encryptedMessage } from '../../src/policy/sample.ts'
import { LineClient } from '../../src/testing/line-client.ts'
import type { Shown } from './ledger.ts'
import type { ServerProcess } from './process.ts'

const PASSWORD = 'soak soak soak'
const MARK = 'X-Soak'

/** A submission connection that is logged in. */
export const openSubmission = async (server: ServerProcess, address: string): Promise<LineClient> => {
  const client = LineClient.secure(server.submissions)
  await client.expect(/^220 .*\r\n/m)
  await client.ask('EHLO [127.0.0.1]', /^250 .*\r\n/m)
  const login = Buffer.from(`\0${address}\0${PASSWORD}`).toString('base64')
  await client.ask(`AUTH PLAIN ${login}`, /^235 .*\r\n/m)
  return client
}

export const markedMessage = (from: string, mark: string, octets: number): Buffer =>
  encryptedMessage(from, octets, `${MARK}: ${mark}\r\n`)

/** Submits one message. @returns the code of the last reply */
export const submit = async (
  client: LineClient,
  from: string,
  to: readonly string[],
  message: Buffer,
): Promise<number> => {
  client.send(`MAIL FROM:<${from}>`)
  const early = await client.expect(/^\d{3} .*\r\n/m)
  if (!early.startsWith('250')) return Number(early.slice(0, 3))
  for (const address of to) {
    const answer = await client.ask(`RCPT TO:<${address}>`, /^\d{3} .*\r\n/m)
    if (!answer.startsWith('250')) {
      await client.ask('RSET', /^250 .*\r\n/m)
      return Number(answer.slice(0, 3))
    }
  }
  await client.ask('DATA', /^354 .*\r\n/m)
  const reply = await client.ask(`${message.toString('latin1')}.`, /^\d{3} .*\r\n/m)
  return Number(reply.slice(0, 3))
}

/** An IMAP connection with INBOX selected, and what SELECT said. */
export const openInbox = async (server: ServerProcess, address: string) => {
  const client = LineClient.secure(server.imaps)
  await client.expect(/^\* OK .*\r\n/m)
  await client.ask(`a LOGIN ${address} "${PASSWORD}"`, /^a OK .*\r\n/m)
  const said = await client.ask('a SELECT INBOX', /^a OK .*\r\n/m)
  return {
    client,
    uidValidity: Number(/\[UIDVALIDITY (\d+)\]/.exec(said)![1]),
    uidNext: Number(/\[UIDNEXT (\d+)\]/.exec(said)![1]),
  }
}

/** The messages of the selected mailbox. */
export const readInbox = async (client: LineClient): Promise<Shown['messages']> => {
  const said = await client.ask(
    `a UID FETCH 1:* (RFC822.SIZE BODY.PEEK[HEADER.FIELDS (${MARK})])`,
    /^a OK .*\r\n/m,
  )
  return said
    .split(/^\* \d+ FETCH /m)
    .slice(1)
    .filter((text) => text.includes('RFC822.SIZE'))
    .map((text) => ({
      uid: Number(/UID (\d+)/.exec(text)![1]),
      size: Number(/RFC822\.SIZE (\d+)/.exec(text)![1]),
      mark: new RegExp(`^${MARK}: (\\S+)\r$`, 'm').exec(text)?.[1] ?? 'no mark',
    }))
}
