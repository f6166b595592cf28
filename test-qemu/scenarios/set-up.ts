import { setTimeout as sleep } from 'node:timers/promises'

/** Sets a box up through its API with the code from its screen, for scenarios that are not about the pages. */
export async function setUp(box: string, code: string, house: string, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs
  let cookie = ''
  const ask = async (method: 'GET' | 'POST', path: string, body?: object) => {
    const response = await fetch(`${box}/setup/api/${path}`, {
      method,
      headers: { cookie, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    })
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return JSON.parse(text) as { phase?: string; joinUrl?: string }
  }
  await ask('POST', 'claim', { code })
  await ask('POST', 'answer', { do: 'domain', domain: { kind: 'name', name: house } })
  await ask('POST', 'answer', { do: 'access', access: 'open' })
  await ask('POST', 'finish', {})
  let state = await ask('GET', 'state')
  while (state.joinUrl === undefined) {
    if (Date.now() > deadline) throw new Error(`set-up did not end: ${JSON.stringify(state)}`)
    await sleep(500)
    state = await ask('GET', 'state').catch(() => state)
  }
}
