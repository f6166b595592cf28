import { connect as connectTcp } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from 'node:tls'

/** Whatever can tell what went on when nobody answered. */
interface Witness {
  tail(): string
}

/** Asks again and again until `question` gets an answer. */
async function patiently(
  witness: Witness,
  what: string,
  timeoutMs: number,
  question: () => Promise<boolean>,
): Promise<void> {
  const deadline = Date.now() + timeoutMs
  while (!(await question().catch(() => false))) {
    if (Date.now() > deadline)
      throw new Error(`${what} did not answer within ${timeoutMs / 1000} s\n${witness.tail()}`)
    await sleep(200)
  }
}

/** Waits until a page is served with status 200. */
export const untilPage = (witness: Witness, url: string, timeoutMs: number): Promise<void> =>
  patiently(
    witness,
    url,
    timeoutMs,
    async () => (await fetch(url, { signal: AbortSignal.timeout(5000) })).status === 200,
  )

/** Waits until IMAP greets on port 443, by ALPN. */
export const untilImap = (witness: Witness, host: string, timeoutMs: number): Promise<void> =>
  patiently(witness, `IMAP on ${host}:443`, timeoutMs, async () =>
    (await imapGreeting(host)).startsWith('* OK'),
  )

const imapGreeting = (host: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host, port: 443, ALPNProtocols: ['imap'], rejectUnauthorized: false })
    socket.setTimeout(10_000, () => socket.destroy(new Error('no greeting')))
    socket.on('error', reject)
    socket.on('data', (greeting) => {
      resolve(greeting.toString('latin1'))
      socket.destroy()
    })
    socket.on('end', () => reject(new Error('closed without a greeting')))
  })

/** Whether anything listens on a port. */
export const isOpen = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connectTcp({ host, port, timeout: 3000 })
    const end = (open: boolean) => {
      socket.destroy()
      resolve(open)
    }
    socket.on('connect', () => end(true))
    socket.on('timeout', () => end(false))
    socket.on('error', () => end(false))
  })
