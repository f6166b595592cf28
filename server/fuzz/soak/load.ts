import type { Random } from '../random.ts'
import { markedMessage, openInbox, openSubmission, readInbox, submit } from './client.ts'
import type { Ledger } from './ledger.ts'
import type { ServerProcess } from './process.ts'

/** The people of the house. */
export const people = ['soakuser1', 'soakuser2', 'soakuser3', 'soakuser4'].map(
  (name) => `${name}@_roost.test`,
)

let marks = 0

/** Everybody sends, reads and deletes until the server is gone. */
export const load = async (server: ServerProcess, ledger: Ledger, random: Random): Promise<void> => {
  const workers = people.flatMap((address) => [
    send(server, ledger, random, address),
    send(server, ledger, random, address),
    tidy(server, ledger, random, address),
  ])
  const wrong = (await Promise.allSettled(workers)).flatMap((end) =>
    // a conversation that broke off is what this is about; anything else is not
    end.status === 'rejected' && !/^expected \//.test((end.reason as Error).message) ? [end.reason] : [],
  )
  if (wrong.length > 0) throw wrong[0]
}

const send = async (server: ServerProcess, ledger: Ledger, random: Random, from: string): Promise<never> => {
  const client = await openSubmission(server, from)
  try {
    for (;;) {
      const to = people.slice(0, 1 + random.below(3)).map((_, at) => people[(at + marks) % people.length]!)
      const mark = `m${++marks}`
      const octets = random.once(20) ? 200_000 : 200 + random.below(4000)
      const message = markedMessage(from, mark, octets)
      ledger.sending(mark, message.length, to)
      const code = await submit(client, from, to, message)
      if (code !== 250) throw new Error(`${mark} was answered ${code}`)
      ledger.accepted(mark, to)
    }
  } finally {
    client.destroy()
  }
}

const tidy = async (
  server: ServerProcess,
  ledger: Ledger,
  random: Random,
  address: string,
): Promise<never> => {
  const { client } = await openInbox(server, address)
  try {
    for (;;) {
      const messages = await readInbox(client)
      const doomed = messages.filter(() => messages.length > 150 || random.once(3)).slice(0, 60)
      if (doomed.length === 0) {
        await client.ask('a NOOP', /^a OK .*\r\n/m)
        continue
      }
      for (const { uid, mark } of doomed) ledger.expunging(address, uid, mark)
      const set = doomed.map(({ uid }) => uid).join(',')
      await client.ask(`a UID STORE ${set} +FLAGS.SILENT (\\Deleted)`, /^a OK .*\r\n/m)
      await client.ask(`a UID EXPUNGE ${set}`, /^a OK .*\r\n/m)
      for (const { uid } of doomed) ledger.gone(address, uid)
    }
  } finally {
    client.destroy()
  }
}
