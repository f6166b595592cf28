import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import type { AccountDeletion, Accounts } from '../accounts/accounts.ts'
import type { Config } from '../config/config.ts'
import { defaultLimits } from '../config/limits.ts'
import { silentLog } from '../log/log.ts'
import { createWebOnDemand } from './on-demand.ts'

/** A configuration as tests of the pages need it. */
export const testConfig = (domain: string, change: Partial<Config> = {}): Config => ({
  domain,
  data: '',
  listen: ['127.0.0.1'],
  reachable: [],
  ports: { https: 443, http: 80, imaps: 993, imap: 143, submissions: 465, submission: 587, smtp: 0 },
  limits: defaultLimits,
  log: { level: 'error' },
  ...change,
})

/** Suggests a different name each time and a password full of characters that need escaping. */
export const suggestingAccounts = (domain: string): Accounts & AccountDeletion => {
  let count = 0
  return {
    domain,
    login: async () => ({ ok: false, reason: 'busy' }),
    recipient: () => undefined,
    remove: async () => 'refused',
    suggest: () => ({ address: `person${++count}@${domain}`, password: `a&b'"<c>+ %/?#${count}` }),
  }
}

export interface TestWeb {
  readonly port: number
  readonly url: string
  /** The time the pages see, in milliseconds. */
  readonly clock: { ms: number }
  get(path: string, headers?: Record<string, string>, method?: string): Promise<Response>
}

/** The pages on a loopback port, as if through TLS or not. */
export const serveWeb = async (
  t: TestContext,
  config: Config,
  { encrypted = true, accounts = suggestingAccounts(config.domain) } = {},
): Promise<TestWeb> => {
  const clock = { ms: 1_000_000 }
  const web = createWebOnDemand({ config, accounts, log: silentLog, clock: { now: () => clock.ms } })
  const server = createServer((request, response) => web.handler(request, response))
  if (encrypted) server.on('connection', (socket) => Object.assign(socket, { encrypted: true }))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(async () => {
    server.closeAllConnections()
    server.close()
    await web.close()
  })
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  return {
    port,
    url,
    clock,
    get: (path, headers = {}, method = 'GET') => fetch(url + path, { method, headers, redirect: 'manual' }),
  }
}
