import { test } from 'node:test'
import { encryptedMessage } from '../policy/sample.ts'
import { ALICE, type Fixture, startSubmission } from './fixture.ts'
import { TestClient } from './test-client.ts'

/** An encrypted message of some 4 kB. */
export const hello = encryptedMessage(ALICE, 3000)
export const OK = '250 2.0.0 Stored'

/** The messages in somebody's INBOX, as stored. */
export const inbox = (fixture: Fixture, address: string): Buffer[] => {
  const { store } = fixture
  const box = store.findMailbox(store.findAccount(address)!.id, 'INBOX')!
  return store.listMessages(box.id).map((entry) => {
    const content = store.content(entry)!
    return Buffer.concat([...content.read(0, content.size)])
  })
}

/** A test that runs `steps` on one TLS connection to a fresh service. */
export const withClient = (
  name: string,
  options: Parameters<typeof startSubmission>[0],
  steps: (client: TestClient, fixture: Fixture) => Promise<void>,
): void => {
  test(name, { timeout: 20_000 }, async () => {
    const fixture = await startSubmission(options)
    const client = await TestClient.tls(fixture.tlsPort)
    try {
      await steps(client, fixture)
    } finally {
      client.close()
      await fixture.close()
    }
  })
}
