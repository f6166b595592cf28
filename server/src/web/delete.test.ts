import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fixedLimits } from '../config/limits.ts'
import { serveWeb, suggestingAccounts, testConfig } from './testing.ts'

const config = testConfig('_house')
const ADDRESS = 'a.b-c_1@_house'
const PASSWORD = 'a&b=c+d %ü'

const serve = async (t: Parameters<typeof serveWeb>[0], given = config, encrypted = false) => {
  const asked: [string, string][] = []
  let answer: 'removed' | 'busy' | undefined
  const accounts = {
    ...suggestingAccounts(given.domain),
    remove: async (address: string, password: string) => {
      asked.push([address, password])
      return answer ?? (address === ADDRESS && password === PASSWORD ? 'removed' : 'refused')
    },
  }
  const web = await serveWeb(t, given, { encrypted, accounts })
  const post = (fields: Record<string, string>, headers = {}) =>
    fetch(`${web.url}/delete`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers,
      redirect: 'manual',
    })
  const say = (next: typeof answer): void => {
    answer = next
  }
  return { ...web, post, asked, say }
}

test('every page leads to the form, which needs no script, in both languages', async (t) => {
  const web = await serve(t)
  for (const [language, words] of [
    ['en', 'Delete everything'],
    ['de', 'Alles löschen'],
  ] as const) {
    const headers = { 'accept-language': language }
    assert.match(await (await web.get('/', headers)).text(), /href="\/delete"/)
    const page = await web.get('/delete', headers)
    assert.match(page.headers.get('content-security-policy') ?? '', /form-action 'self'/)
    const text = await page.text()
    assert.match(text, /<form class="card" method="post" action="\/delete">/)
    assert.ok(text.includes(words))
  }
})

test('what the form sends arrives as it was typed, and the answer is a page', async (t) => {
  const web = await serve(t)
  const done = await web.post({ address: ` ${ADDRESS} `, password: PASSWORD })
  assert.deepEqual(web.asked, [[ADDRESS, PASSWORD]])
  assert.equal(done.status, 200)
  assert.equal(done.headers.get('cache-control'), 'no-store')
  assert.match(await done.text(), /It is all gone/)
})

test('a refusal says that nothing happened, shows the form again and no password', async (t) => {
  const web = await serve(t)
  const refused = await web.post({ address: ADDRESS, password: 'wrong<b>' })
  assert.equal(refused.status, 403)
  const text = await refused.text()
  assert.match(text, /Nothing was deleted/)
  assert.match(text, /<form/)
  assert.ok(!text.includes('wrong'))
  web.say('busy')
  assert.equal((await web.post({ address: ADDRESS, password: PASSWORD })).status, 503)
})

test('other bodies count as empty forms', async (t) => {
  const web = await serve(t)
  const json = await fetch(`${web.url}/delete`, {
    method: 'POST',
    body: JSON.stringify({ address: ADDRESS, password: PASSWORD }),
    headers: { 'content-type': 'application/json' },
  })
  assert.equal(json.status, 403)
  assert.deepEqual(web.asked, [['', '']])
  const nothing = await fetch(`${web.url}/delete`, { method: 'POST' })
  assert.equal(nothing.status, 403)
})

test('guessing ends after a few attempts, and nobody is asked any more', async (t) => {
  const web = await serve(t)
  for (let i = 0; i < fixedLimits.web_delete_burst.value; i++)
    assert.equal((await web.post({ address: ADDRESS, password: `${i}` })).status, 403)
  const late = await web.post({ address: ADDRESS, password: PASSWORD })
  assert.equal(late.status, 429)
  assert.equal(late.headers.get('retry-after'), '20')
  assert.match(await late.text(), /too many attempts/)
  assert.equal(web.asked.length, fixedLimits.web_delete_burst.value)
  web.clock.ms += 20_000
  assert.equal((await web.post({ address: ADDRESS, password: PASSWORD })).status, 200)
})

test('a public server takes the form only through TLS', async (t) => {
  const given = testConfig('chat.example.org')
  const plain = await serve(t, given)
  assert.equal((await plain.post({ address: ADDRESS, password: PASSWORD })).status, 403)
  assert.deepEqual(plain.asked, [])
  const moved = await plain.get('/delete')
  assert.equal(moved.headers.get('location'), 'https://chat.example.org/delete')
  const secure = await serve(t, given, true)
  assert.equal((await secure.post({ address: ADDRESS, password: PASSWORD })).status, 200)
})
