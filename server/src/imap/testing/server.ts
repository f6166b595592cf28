import { type AddressInfo, createServer, type Server as NetServer } from 'node:net'
import type { Accounts } from '../../accounts/accounts.ts'
import type { Clock } from '../../clock.ts'
import type { Config, Limits } from '../../config/config.ts'
import { defaultLimits } from '../../config/limits.ts'
import { silentLog } from '../../log/log.ts'
import { createNotifier } from '../../notify/in-process.ts'
import type { Notifier } from '../../notify/notify.ts'
import { createMemoryStore } from '../../store/memory/store.ts'
import type { Store } from '../../store/store.ts'
import { createImap, type ImapDeps } from '../imap.ts'
import { TimerWheel } from '../timer-wheel.ts'
import type { OpenStore } from './stores.ts'

export const PASSWORD = 'correct horse'

export const testConfig = (change: Partial<Limits> = {}): Config => ({
  domain: '_roost.test',
  data: '',
  listen: [],
  reachable: [],
  ports: { https: 0, http: 0, imaps: 0, imap: 0, submissions: 0, submission: 0, smtp: 0 },
  limits: { ...defaultLimits, ...change },
  log: { level: 'error' },
})

/** Accounts that appear with their first login and know one password. */
export const testAccounts = (store: Store, clock: Clock): Accounts => ({
  domain: '_roost.test',
  async login(address, password) {
    if (password !== PASSWORD) return { ok: false, reason: 'wrong-password' }
    if (address === '' || Buffer.byteLength(address) > 320) return { ok: false, reason: 'bad-address' }
    const { account } = await store.createAccount(
      address.toLowerCase(),
      '-',
      Math.floor(clock.now() / 86_400_000),
    )
    return { ok: true, account }
  },
  recipient: (address) => store.findAccount(address),
  suggest: () => ({ address: 'abcdefghi@_roost.test', password: PASSWORD }),
})

export interface TestImap extends AsyncDisposable {
  readonly imap: ReturnType<typeof createImap>
  readonly store: Store
  readonly notifier: Notifier
  readonly wheel: TimerWheel
  readonly clock: { ms: number; now(): number }
  readonly port: number
  /** Puts a message into a mailbox of an account that exists, and wakes its watchers. Returns its UID. */
  deliver(address: string, message: string | Buffer, mailbox?: string): Promise<number>
}

/** The server, over the memory store unless told, on an ephemeral port of loopback; plain TCP that counts as secured unless told. */
export const startTestImap = async (
  options: {
    limits?: Partial<Limits>
    secure?: boolean
    deps?: Partial<ImapDeps>
    store?: Store
    open?: OpenStore
  } = {},
): Promise<TestImap> => {
  const clock = { ms: Date.UTC(2026, 0, 2, 3, 4, 5), now: () => clock.ms }
  const store = options.store ?? (await options.open?.(clock)) ?? createMemoryStore({ clock })
  const notifier = createNotifier()
  const wheel = new TimerWheel()
  const imap = createImap({
    store,
    notifier,
    wheel,
    clock,
    accounts: testAccounts(store, clock),
    config: testConfig(options.limits),
    log: silentLog,
    serverMetadata: () => undefined,
    ...options.deps,
  })
  let id = 0
  const server: NetServer = createServer({ allowHalfOpen: true }, (socket) => {
    imap.handle(socket, { secure: options.secure ?? true, id: ++id })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    imap,
    store,
    notifier,
    wheel,
    clock,
    port: (server.address() as AddressInfo).port,
    async deliver(address, message, mailbox = 'INBOX') {
      const staging = store.stage()
      await staging.write(Buffer.from(message))
      const accountId = store.findAccount(address)!.id
      const options = { internalDate: clock.ms, quotaBytes: 1e12 }
      const [outcome] = await store.deliver(staging, [{ accountId, mailbox }], options)
      if (!outcome!.ok) throw new Error(outcome!.reason)
      notifier.publish(outcome!.mailboxId)
      return outcome!.uid
    },
    async [Symbol.asyncDispose]() {
      await imap.close(500)
      await new Promise((closed) => server.close(closed))
      await store.close()
    },
  }
}
