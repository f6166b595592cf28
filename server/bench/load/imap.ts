import { LineConnection } from './line-connection.ts'
import type { Person } from './people.ts'

/** A connection logged in by IMAP. */
export interface Imap {
  /** Messages in the INBOX. */
  count(): Promise<number>
  /** Selects the INBOX and begins to IDLE. */
  idle(): Promise<void>
  /** While idling: the next message is announced. */
  exists(): Promise<void>
  close(): void
}

/** Connects and logs in. @throws with the server's answer */
export const openImap = async (port: number, { address, password }: Person): Promise<Imap> => {
  const connection = await LineConnection.open(port)
  const command = async (text: string): Promise<string[]> => {
    connection.send(`t ${text}\r\n`)
    const lines: string[] = []
    for (;;) {
      const line = await connection.line()
      lines.push(line)
      if (line.startsWith('t OK')) return lines
      if (line.startsWith('t ')) throw new Error(line)
    }
  }
  await connection.until(/^\* OK/)
  await command(`LOGIN "${address}" "${password}"`)
  return {
    async count() {
      const lines = await command('STATUS INBOX (MESSAGES)')
      return Number(/MESSAGES (\d+)/.exec(lines.join(' '))?.[1] ?? 0)
    },
    async idle() {
      await command('SELECT INBOX')
      connection.send('t IDLE\r\n')
      await connection.until(/^\+/)
    },
    async exists() {
      await connection.until(/ EXISTS$/)
    },
    close: () => connection.close(),
  }
}
