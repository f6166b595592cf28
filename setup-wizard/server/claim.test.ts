import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryStorage, startTestWizard, testCode } from './test-wizard.ts'

test('the right code claims the box, in whatever way it is typed, and gives a strict cookie', async (t) => {
  const { claim } = await startTestWizard(t)
  const claimed = await claim(' acde-3467 ')
  assert.equal(claimed.status, 200)
  assert.deepEqual([claimed.json.holder, claimed.json.step], [true, 'domain'])
  const cookie = claimed.headers['set-cookie']?.[0] ?? ''
  assert.match(cookie, /^roost_setup=[\w-]{22}; Path=\/setup; Max-Age=\d+; HttpOnly; SameSite=Strict$/)
})

test('ten wrong codes: five answers, then waits in words; the right code works when the wait is over', async (t) => {
  const { claim, time } = await startTestWizard(t)
  const seen: unknown[] = []
  for (let wrong = 0; wrong < 10; wrong++) {
    const { status, json } = await claim('WRNGWRNG')
    seen.push(status === 429 ? `${status} ${json.wait}` : status)
  }
  assert.deepEqual(seen, [403, 403, 403, 403, '429 5', '429 5', '429 5', '429 5', '429 5', '429 5'])

  const refused = await claim(testCode)
  assert.equal(refused.status, 429, 'also the right code has to wait, or the wait would tell nothing')
  assert.equal(refused.headers['retry-after'], '5')
  assert.equal(
    refused.json.message,
    'Too many wrong codes. Please wait 5 seconds, then try again. Nothing is lost.',
  )

  time.ms += 5_000
  assert.equal((await claim(testCode)).status, 200)
})

test('ten patient wrong codes end at a wait of minutes, and still the owner gets in', async (t) => {
  const { claim, time } = await startTestWizard(t)
  const waits: number[] = []
  for (let wrong = 0; wrong < 10; wrong++) {
    const { json } = await claim('WRNGWRNG')
    waits.push(json.wait ?? 0)
    time.ms += (json.wait ?? 0) * 1000
  }
  assert.deepEqual(waits, [0, 0, 0, 0, 5, 10, 20, 40, 80, 160])
  assert.equal((await claim(testCode)).status, 200)
})

test('a neighbour who guesses does not hold up another address', async (t) => {
  const { claim } = await startTestWizard(t)
  for (let wrong = 0; wrong < 8; wrong++) await claim('WRNGWRNG', { from: '127.0.0.9' })
  assert.equal((await claim('WRNGWRNG', { from: '127.0.0.9' })).status, 429)
  assert.equal((await claim(testCode, { from: '127.0.0.1' })).status, 200)
})

test('only the holder of the session writes; a second claim takes over', async (t) => {
  const { claim, answer, send } = await startTestWizard(t)
  const domain = { do: 'domain', domain: { kind: 'name', name: '_home' } }
  assert.equal((await answer(domain)).status, 401)
  await claim()
  assert.equal((await answer(domain, { stranger: true })).status, 401)
  assert.equal(
    (await answer(domain, { stranger: true, headers: { cookie: 'roost_setup=AAAAAAAAAAAAAAAAAAAAAA' } }))
      .status,
    401,
  )
  assert.equal((await send('POST', '/setup/api/finish', { body: {}, stranger: true })).status, 401)

  const second = await claim(testCode, { stranger: true })
  assert.equal(second.status, 200)
  assert.equal((await answer(domain)).status, 401, 'the first phone is out')
  const cookie = second.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
  assert.equal((await answer(domain, { headers: { cookie } })).json.step, 'access')
})

test('neither the code nor the session is in what is saved; the session survives a restart', async (t) => {
  const storage = memoryStorage()
  const first = await startTestWizard(t, { storage })
  const cookie = (await first.claim()).headers['set-cookie']?.[0]?.split(';')[0] ?? ''
  assert.ok(!storage.text?.includes(testCode))
  assert.ok(!storage.text?.includes(cookie.split('=')[1] ?? 'missing'))
  const second = await startTestWizard(t, { storage })
  const view = await second.send('GET', '/setup/api/state', { headers: { cookie } })
  assert.deepEqual([view.json.holder, view.json.step], [true, 'domain'])
})

for (const [what, body] of [
  ['no code', {}],
  ['a number', { code: 12345678 }],
  ['an array', ['ACDE3467']],
  ['null', null],
  ['a very long code', { code: 'A'.repeat(201) }],
] as const) {
  test(`a claim with ${what} is not a guess`, async (t) => {
    const { send, claim } = await startTestWizard(t)
    for (let round = 0; round < 8; round++) {
      assert.equal((await send('POST', '/setup/api/claim', { body: JSON.stringify(body) })).status, 400)
    }
    assert.equal((await claim()).status, 200)
  })
}
