import assert from 'node:assert/strict'
import { test } from 'node:test'
import { silentLog } from '../log/log.ts'
import { createWebOnDemand } from './on-demand.ts'
import { serveWeb, suggestingAccounts, testConfig } from './testing.ts'

const domain = 'chat.example.org'

test('requests that come while the pages are still loaded are all answered', async (t) => {
  const web = await serveWeb(t, testConfig(domain))
  const answers = await Promise.all(Array.from({ length: 10 }, () => web.get('/')))
  for (const answer of answers) assert.equal(answer.status, 200)
})

test('closed before the first request: 503, and nothing is loaded any more', async () => {
  const web = createWebOnDemand({
    config: testConfig(domain),
    accounts: suggestingAccounts(domain),
    log: silentLog,
    clock: { now: () => 0 },
  })
  await web.close()
  const statuses: number[] = []
  const response = {
    writeHead: (status: number) => {
      statuses.push(status)
      return { end: () => undefined }
    },
  }
  web.handler({} as never, response as never)
  assert.deepEqual(statuses, [503])
})
