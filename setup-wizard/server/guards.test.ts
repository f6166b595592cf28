import assert from 'node:assert/strict'
import { test } from 'node:test'
import { knownHost } from './hosts.ts'
import { startTestWizard, testCode } from './test-wizard.ts'

test('every answer carries the strict headers', async (t) => {
  const { send } = await startTestWizard(t)
  for (const path of ['/setup/', '/setup/api/state', '/nothing', '/setup/assets/none.js']) {
    const { headers } = await send('GET', path)
    assert.match(
      String(headers['content-security-policy']),
      /^default-src 'none'; script-src 'self'; style-src 'self'/,
    )
    assert.doesNotMatch(String(headers['content-security-policy']), /unsafe|https?:|\*/)
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.equal(headers['cache-control'], 'no-store')
  }
})

test('the start page leads to the wizard', async (t) => {
  const { send } = await startTestWizard(t)
  for (const path of ['/', '/setup']) {
    const { status, headers } = await send('GET', path)
    assert.deepEqual([status, headers.location], [302, '/setup/'])
  }
  assert.equal((await send('GET', '/setup/')).status, 200)
})

test('a page of another site cannot write', async (t) => {
  const { claim, send, port } = await startTestWizard(t)
  const foreign = [
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { origin: `https://127.0.0.1:${port}` },
    { origin: 'http://127.0.0.1' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ] as Record<string, string>[]
  for (const headers of foreign) assert.equal((await claim(testCode, { headers })).status, 403)
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    const { status } = await send('POST', '/setup/api/claim', {
      body: JSON.stringify({ code: testCode }),
      headers: { 'content-type': type },
    })
    assert.equal(status, 415)
  }
  const own = { origin: `http://127.0.0.1:${port}`, 'sec-fetch-site': 'same-origin' }
  assert.equal((await claim(testCode, { headers: own })).status, 200)
})

test('a name that was rebound to the box is sent to its address, and writes nothing', async (t) => {
  const { send, claim, port } = await startTestWizard(t)
  const page = await send('GET', '/setup/', { headers: { host: 'evil.example' } })
  assert.deepEqual([page.status, page.headers.location], [302, `http://127.0.0.1:${port}/setup/`])
  const state = await send('GET', '/setup/api/state', { headers: { host: 'evil.example' } })
  assert.equal(state.status, 302)
  const write = await claim(testCode, { headers: { host: 'evil.example', origin: 'http://evil.example' } })
  assert.equal(write.status, 421)
})

for (const [host, known] of [
  ['roost', true],
  ['ROOST.local', true],
  ['roost.local.', true],
  ['roost.local:80', true],
  ['roost.fritz.box', true],
  ['roost.lan', true],
  ['192.168.1.20', true],
  ['10.0.0.7:8080', true],
  ['[fd00::20]', true],
  ['[fe80::1]:80', true],
  ['localhost:3000', true],
  ['roost.example.org', false],
  ['evil.local', false],
  ['roost.local.evil.example', false],
  ['192.168.1.20.evil.example', false],
  ['roost@evil', false],
  ['[evil]', false],
  ['', false],
  [undefined, false],
] as const) {
  test(`Host ${host} ${known ? 'is the box' : 'is a stranger'}`, () =>
    assert.equal(knownHost(host, 'roost'), known))
}

for (const [what, method, path, body, status] of [
  ['broken JSON', 'POST', '/setup/api/claim', '{', 400],
  ['an empty body', 'POST', '/setup/api/claim', '', 400],
  ['a body of 5 kB', 'POST', '/setup/api/claim', JSON.stringify({ code: 'A'.repeat(5_000) }), 413],
  ['a prototype in the body', 'POST', '/setup/api/claim', '{"__proto__":{"code":"x"}}', 400],
  ['an unknown method', 'DELETE', '/setup/api/state', undefined, 404],
  ['a path out of the folder', 'GET', '/setup/assets/..%2fsteps.ts', undefined, 404],
  ['a file that is no asset', 'GET', '/setup/assets/index.html', undefined, 404],
  ['a broken path', 'GET', '/setup/assets/%', undefined, 400],
] as const) {
  test(`${what}: ${status}, in words`, async (t) => {
    const { send } = await startTestWizard(t)
    const answer = await send(method, path, body === undefined ? {} : { body })
    assert.equal(answer.status, status)
    const words = answer.json?.message ?? answer.text
    assert.match(words, /\w+ \w+/)
    assert.doesNotMatch(words, /Error|node_modules|\bat /)
  })
}

test('refusals speak the language of the browser', async (t) => {
  const { send } = await startTestWizard(t)
  const { text } = await send('GET', '/nothing', { headers: { 'accept-language': 'de-AT' } })
  assert.equal(text, 'Diese Seite gibt es nicht. Öffne stattdessen /setup/.\n')
})
