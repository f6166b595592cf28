import { createServer, type IncomingHttpHeaders, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import type { SetupStorage } from './set-up.ts'
import { createWizard, type Wizard, type WizardOptions } from './wizard.ts'

/** A wizard on a real port, for tests: everything from outside is in the test's hands. */
export interface TestWizard {
  readonly wizard: Wizard
  readonly port: number
  readonly time: { ms: number }
  /** Sends one request; `cookie` of a successful claim is kept for the following ones. */
  send(method: string, path: string, options?: SendOptions): Promise<Answer>
  claim(code?: string, options?: SendOptions): Promise<Answer>
  answer(move: object, options?: SendOptions): Promise<Answer>
}

export interface SendOptions {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Do not send the cookie that was kept. */
  readonly stranger?: boolean
  /** The client's own address, 127.0.0.1 and the like. */
  readonly from?: string
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into replies of any shape.
  readonly json: any
}

export const testCode = 'ACDE3467'

/** Keeps the saved text in memory; `fail` makes saving fail like a full card. */
export function memoryStorage(text?: string): SetupStorage & { text: string | undefined; fail: boolean } {
  return {
    text,
    fail: false,
    async load() {
      return this.text
    },
    async save(next) {
      if (this.fail) throw new Error('no space left on device')
      this.text = next
    },
  }
}

/** Starts one and stops it after the test. */
export async function startTestWizard(
  context: TestContext,
  overrides: Partial<WizardOptions> = {},
): Promise<TestWizard> {
  const time = { ms: 1_000_000_000 }
  const wizard = await createWizard({
    box: { version: '1.2.3', hostname: 'roost', addresses: () => ['192.168.1.20', 'fd00::20'] },
    storage: memoryStorage(),
    setupCode: testCode,
    preseed: {},
    preseedErrors: [],
    clock: { now: () => time.ms },
    random: (size) => crypto.getRandomValues(new Uint8Array(size)),
    log: { info() {}, warn() {}, error() {} },
    assets: (name) => (name === 'index.html' ? Buffer.from('<!doctype html>') : undefined),
    start: async () => ({ joinUrl: 'http://192.168.1.20/join' }),
    ...overrides,
  })
  const server = createServer((incoming, response) => wizard.handler(incoming, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  context.after(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await wizard.close()
  })
  let cookie: string | undefined

  async function send(method: string, path: string, options: SendOptions = {}): Promise<Answer> {
    const { body, headers = {}, stranger = false, from } = options
    const payload = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body)
    const answer = await new Promise<Answer>((resolve, reject) => {
      const outgoing = request(
        {
          port,
          host: '127.0.0.1',
          method,
          path,
          headers: {
            ...(payload !== undefined && { 'content-type': 'application/json' }),
            ...(cookie !== undefined && !stranger && { cookie }),
            ...headers,
          },
          ...(from !== undefined && { localAddress: from }),
        },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('error', reject)
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString()
            const isJson = response.headers['content-type']?.startsWith('application/json') ?? false
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text,
              json: isJson ? JSON.parse(text) : undefined,
            })
          })
        },
      )
      outgoing.on('error', reject)
      outgoing.end(payload)
    })
    const set = answer.headers['set-cookie']?.[0]?.split(';')[0]
    if (set && !stranger) cookie = set
    return answer
  }

  return {
    wizard,
    port,
    time,
    send,
    claim: (code = testCode, options = {}) =>
      send('POST', '/setup/api/claim', { body: { code, language: 'en' }, ...options }),
    answer: (move, options = {}) => send('POST', '/setup/api/answer', { body: move, ...options }),
  }
}
