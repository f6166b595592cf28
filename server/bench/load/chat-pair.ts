import { ChatCore, programs } from '../../../test-qemu/client/core.ts'
import { Person as Profile } from '../../../test-qemu/client/person.ts'
import { removeScratch, scratchFolder } from '../scratch.ts'
import type { Endpoint } from '../target.ts'
import { newPeople, type Person } from './people.ts'

const patienceMs = 120_000

/** Two profiles of the real client on one server, in a core of their own. */
export interface ChatPair {
  /** From the login data to both waiting for messages, in milliseconds. */
  readonly readyMs: number
  /** They meet by SecureJoin. */
  befriend(): Promise<void>
  /** Hands messages of one (0 or 1) to the client; the promise does not wait for their delivery. */
  send(from: 0 | 1, texts: readonly string[]): Promise<void>
  /** Resolves when messages with these texts have arrived at one, from now on. */
  receive(at: 0 | 1, texts: readonly string[]): Promise<void>
}

/** Runs `work` with two new people, and removes what the client kept. */
export const withPair = async <T>(
  endpoint: Endpoint,
  parent: string,
  work: (pair: ChatPair) => Promise<T>,
): Promise<T> => {
  const folder = scratchFolder(parent)
  const core = new ChatCore(programs.newest(), folder)
  try {
    // The client's own start is not the server's.
    await core.rpc.getSystemInfo()
    const people = newPeople(2, endpoint.domain)
    const started = performance.now()
    const profiles = await Promise.all(
      people.map((person, index) => Profile.join(`bench${index}`, core, linkOf(person, endpoint))),
    )
    return await work(pairOf(core, profiles as [Profile, Profile], performance.now() - started))
  } finally {
    await core.close()
    await removeScratch(folder)
  }
}

/** Login data in the form of a QR code, any certificate accepted. */
const linkOf = ({ address, password }: Person, { imaps, submissions }: Endpoint): string =>
  `dclogin:${address}?p=${password}&v=1&ih=127.0.0.1&ip=${imaps}&is=ssl` +
  `&sh=127.0.0.1&sp=${submissions}&ss=ssl&ic=3&sc=3`

const pairOf = (core: ChatCore, profiles: readonly [Profile, Profile], readyMs: number): ChatPair => {
  let chats: readonly [number, number] = [0, 0]
  return {
    readyMs,
    async befriend() {
      // Copies to oneself and receipts would be measured, too.
      for (const { account } of profiles)
        await core.rpc.batchSetConfig(account, { bcc_self: '0', mdns_enabled: '0' })
      chats = await profiles[0].befriend(profiles[1])
    },
    async send(from, texts) {
      for (const text of texts) await core.rpc.miscSendTextMessage(profiles[from].account, chats[from], text)
    },
    async receive(at, texts) {
      const { account } = profiles[at]
      const missing = new Set(texts)
      let read = core.events(account).length
      await core.until(account, `the arrival of ${texts.join(', ')}`, patienceMs, async () => {
        const events = core.events(account)
        while (read < events.length) {
          const event = events[read++]!
          if (event.kind === 'IncomingMsg')
            missing.delete((await core.rpc.getMessage(account, event.msgId)).text)
        }
        return missing.size === 0 ? true : undefined
      })
    },
  }
}
