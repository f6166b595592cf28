import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import type { Accounts } from '../accounts/accounts.ts'
import { createAccounts } from '../accounts/create.ts'
import { hashPassword } from '../accounts/password.ts'
import { createKey, issueSelfSigned } from '../certificate/self-signed.ts'
import { type Clock, dayOf, systemClock } from '../clock.ts'
import type { Config, Limits } from '../config/config.ts'
import { defaultLimits } from '../config/limits.ts'
import { createLocalDelivery, type LocalDelivery } from '../delivery/local.ts'
import type { ProtocolHandler } from '../listen/handler.ts'
import { createTls } from '../listen/tls.ts'
import { silentLog } from '../log/log.ts'
import { createNotifier } from '../notify/in-process.ts'
import { createMemoryStore } from '../store/memory/store.ts'
import type { Store } from '../store/store.ts'
import { createSubmission } from './submission.ts'

export const DOMAIN = '_roost.test'
export const ALICE = `alicehome@${DOMAIN}`
export const BOB = `bobsplace@${DOMAIN}`

export const PASSWORD = 'correct horse'
/** One hash for all, because hashing is slow on purpose. */
const passwordHash = hashPassword(PASSWORD, randomBytes)

export interface Fixture {
  readonly store: Store
  readonly handler: ProtocolHandler
  /** TLS from the first octet on, and STARTTLS. */
  readonly tlsPort: number
  readonly plainPort: number
  close(): Promise<void>
}

/** A submission service on real loopback sockets over the memory store, with the accounts alice and bob. */
export async function startSubmission(
  options: {
    limits?: Partial<Limits>
    clock?: Clock
    store?: (store: Store) => Store
    delivery?: (delivery: LocalDelivery) => LocalDelivery
    accounts?: (accounts: Accounts) => Accounts
  } = {},
): Promise<Fixture> {
  const clock = options.clock ?? systemClock
  const memory = createMemoryStore({ clock })
  const store = options.store?.(memory) ?? memory
  for (const address of [ALICE, BOB]) {
    await store.createAccount(address, await passwordHash, dayOf(clock.now()))
  }
  const config: Config = {
    domain: DOMAIN,
    data: '',
    listen: [],
    reachable: [],
    ports: { https: 0, http: 0, imaps: 0, imap: 0, submissions: 0, submission: 0, smtp: 0 },
    limits: { ...defaultLimits, ...options.limits },
    log: { level: 'error' },
  }
  const key = createKey()
  const tls = createTls({ key, cert: await issueSelfSigned(key, { dns: ['localhost'], ip: ['127.0.0.1'] }) })
  const local = createLocalDelivery({ store, notifier: createNotifier(), config, clock })
  const accounts = createAccounts({ store, config, clock, random: randomBytes, log: silentLog })
  const handler = createSubmission({
    accounts: options.accounts?.(accounts) ?? accounts,
    store,
    delivery: options.delivery?.(local) ?? local,
    config,
    clock,
    log: silentLog,
    tls,
  })
  let id = 0
  const plain = createServer({ noDelay: true }, (socket) => {
    id += 1
    handler.handle(socket, { secure: false, id })
  })
  const secure = createServer({ noDelay: true }, (socket) => {
    id += 1
    tls.upgrade(socket).then(
      (secured) => handler.handle(secured, { secure: true, id }),
      () => {},
    )
  })
  const plainPort = await listen(plain)
  const tlsPort = await listen(secure)
  return {
    store,
    handler,
    tlsPort,
    plainPort,
    async close() {
      await handler.close(1000)
      plain.close()
      secure.close()
      await store.close()
    },
  }
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}
