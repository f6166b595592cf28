import assert from 'node:assert/strict'
import { Client } from './client.ts'
import { PASSWORD, startTestImap, type TestImap } from './server.ts'
import { stores } from './stores.ts'

interface Setting {
  readonly messages?: Readonly<Record<string, string>>
  readonly secure?: boolean
  readonly loggedIn?: boolean
  /** STARTTLS is offered, and breaks off when it is used. */
  readonly upgradable?: boolean
}

const tls = { upgrade: () => Promise.reject(new Error('no handshake in a transcript')) }

/**
 * Plays a conversation, once over each store. `C: text` sends a line, `S: text` expects one, where an ellipsis stands
 * for any text; `C2:` and `S2:` are a second client of the same account, and so on. `D: name` delivers the message of
 * that name. Before each line of a client everything it was told must have been expected.
 */
export const play = async (conversation: string, setting: Setting = {}): Promise<void> => {
  for (const [name, open] of stores) {
    await using server = await startTestImap({ open, ...(setting.upgradable ? { deps: { tls } } : {}) })
    await playOn(server, name, conversation, setting)
  }
}

const playOn = async (
  server: TestImap,
  store: string,
  conversation: string,
  options: Setting,
): Promise<void> => {
  const clients = new Map<string, Client>()
  const clientOf = async (number: string): Promise<Client> => {
    const known = clients.get(number)
    if (known !== undefined) return known
    const client = Client.connect(server, options.secure)
    clients.set(number, client)
    await client.line()
    if (options.loggedIn !== false) await client.command(`LOGIN ac1@_roost.test "${PASSWORD}"`)
    return client
  }
  try {
    await clientOf('')
    for (const [at, step] of conversation.split('\n').entries()) {
      const match = /^\s*([CSD])([0-9]?): ?(.*)$/.exec(step)
      if (match === null) {
        assert.equal(step.trim(), '', `line ${at + 1} of the transcript`)
        continue
      }
      const [, kind, number, text] = match
      if (kind === 'D') {
        await server.deliver('ac1@_roost.test', options.messages?.[text!] ?? text!)
        continue
      }
      const client = await clientOf(number!)
      if (kind === 'C') {
        assert.equal(client.unread, '', `unexpected before: ${step}`)
        client.send(`${text}\r\n`)
      } else
        assert.match(
          (await client.line()) ?? '(closed)',
          pattern(text!),
          `transcript line ${at + 1} (${store}): ${text}`,
        )
    }
    for (const client of clients.values()) assert.equal(client.unread, '', 'unexpected at the end')
  } finally {
    for (const client of clients.values()) client.close()
  }
}

const pattern = (expected: string): RegExp =>
  new RegExp(
    `^${expected
      .split('…')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    's',
  )

/** The lines in which client `number` selects an INBOX of `exists` messages. */
export const selected = (number: string, exists: number, unseen = true): string => `
      C${number}: s SELECT INBOX
      S${number}: * FLAGS …
      S${number}: * OK [PERMANENTFLAGS …
      S${number}: * ${exists} EXISTS
      S${number}: * 0 RECENT${unseen && exists > 0 ? `\n      S${number}: * OK [UNSEEN 1] …` : ''}
      S${number}: * OK [UIDVALIDITY …
      S${number}: * OK [UIDNEXT …
      S${number}: * OK [HIGHESTMODSEQ …
      S${number}: s OK [READ-WRITE] Select completed`
