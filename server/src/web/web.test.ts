import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import { fixedLimits } from '../config/limits.ts'
import { serveWeb, suggestingAccounts, testConfig } from './testing.ts'

/** The first status line and the body of a raw request. */
const raw = async (
  port: number,
  request: string,
): Promise<{ status: number; body: string; head: string }> => {
  const socket = connect(port, '127.0.0.1')
  socket.end(request)
  let answer = ''
  socket.setEncoding('latin1').on('data', (text) => {
    answer += text
  })
  await once(socket, 'close')
  const [head = '', ...body] = answer.split('\r\n\r\n')
  return { status: Number(head.split(' ')[1]), body: body.join('\r\n\r\n'), head }
}

const publicConfig = testConfig('chat.example.org')
const lanConfig = testConfig('_house')

test('POST /new hands out a name and a password, each time another', async (t) => {
  const web = await serveWeb(t, publicConfig)
  const first = await web.get('/new', {}, 'POST')
  assert.equal(first.status, 200)
  assert.match(first.headers.get('content-type') ?? '', /^application\/json/)
  assert.equal(first.headers.get('cache-control'), 'no-store')
  assert.deepEqual(await first.json(), { email: 'person1@chat.example.org', password: `a&b'"<c>+ %/?#1` })
  const second = (await (await web.get('/new', {}, 'POST')).json()) as { email: string }
  assert.equal(second.email, 'person2@chat.example.org')
})

test('POST /new works with an absolute-form target, as Delta Chat up to 2.58 sends it', async (t) => {
  const web = await serveWeb(t, publicConfig)
  const { status, body } = await raw(
    web.port,
    'POST https://chat.example.org/new HTTP/1.1\r\nHost: chat.example.org\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
  )
  assert.equal(status, 200)
  assert.equal(JSON.parse(body).email, 'person1@chat.example.org')
})

test('POST /new does not care what a client sends along, but bounds it', async (t) => {
  const web = await serveWeb(t, publicConfig)
  const post = (body: string, type: string) =>
    fetch(`${web.url}/new`, { method: 'POST', body, headers: { 'content-type': type } })
  assert.equal((await post('{broken', 'application/json')).status, 200)
  assert.equal((await post('x=1', 'application/x-www-form-urlencoded')).status, 200)
  const large = await post('x'.repeat(fixedLimits.web_body_bytes.value + 1), 'text/plain')
  assert.equal(large.status, 413)
  assert.equal(typeof ((await large.json()) as { reason: string }).reason, 'string')
})

test('a flood from one address is slowed with a reason, and ends', async (t) => {
  const web = await serveWeb(t, publicConfig)
  for (let i = 0; i < fixedLimits.web_burst.value; i++)
    assert.equal((await web.get('/new', {}, 'POST')).status, 200)
  const refused = await web.get('/new', {}, 'POST')
  assert.equal(refused.status, 429)
  assert.equal(refused.headers.get('retry-after'), '1')
  assert.match(((await refused.json()) as { reason: string }).reason, /Try again in 1 s/)
  web.clock.ms += 1000
  assert.equal((await web.get('/new', {}, 'POST')).status, 200)
})

test('GET /new opens the app on a public domain', async (t) => {
  const answer = await (await serveWeb(t, publicConfig)).get('/new')
  assert.equal(answer.status, 301)
  assert.equal(answer.headers.get('location'), 'dcaccount:https://chat.example.org/new')
})

test('GET /new gives a login link on a self-signed box, with the address that was used', async (t) => {
  const web = await serveWeb(t, lanConfig)
  const answer = (await (await web.get('/new')).json()) as {
    email: string
    password: string
    dclogin_url: string
  }
  const link = new URL(answer.dclogin_url)
  assert.equal(link.protocol + link.pathname, `dclogin:${answer.email}`)
  assert.deepEqual(Object.fromEntries(link.searchParams), {
    p: answer.password,
    v: '1',
    ih: '127.0.0.1',
    ip: '443',
    is: 'ssl',
    sh: '127.0.0.1',
    sp: '443',
    ss: 'ssl',
    ic: '3',
    sc: '3',
  })
})

test('wrong methods and wrong addresses are told so, in the form the asker reads', async (t) => {
  const web = await serveWeb(t, publicConfig)
  const deleted = await web.get('/new', {}, 'DELETE')
  assert.equal(deleted.status, 405)
  assert.equal(deleted.headers.get('allow'), 'GET, HEAD, POST')
  const posted = await web.get('/privacy', {}, 'POST')
  assert.equal(posted.status, 405)
  assert.equal(posted.headers.get('allow'), 'GET, HEAD')
  const missing = await web.get('/<script>?x=<b>', { 'accept-language': 'de' })
  assert.equal(missing.status, 404)
  const page = await missing.text()
  assert.match(page, /Hier ist nichts/)
  assert.doesNotMatch(page, /script|<b>/)
  assert.equal((await web.get('/%zz')).status, 400)
  assert.equal((await raw(web.port, 'GET /.. HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')).status, 404)
})

test('every answer carries the security headers, sets no cookie, and runs no script', async (t) => {
  for (const config of [publicConfig, lanConfig]) {
    const web = await serveWeb(t, config)
    for (const path of ['/', '/join', '/privacy', '/new', '/nowhere', '/robots.txt', '/%zz']) {
      const answer = await web.get(path)
      assert.match(
        answer.headers.get('content-security-policy') ?? '',
        /^default-src 'none'; style-src 'self'/,
        path,
      )
      assert.equal(answer.headers.get('x-content-type-options'), 'nosniff', path)
      assert.equal(answer.headers.get('referrer-policy'), 'no-referrer', path)
      assert.equal(answer.headers.get('set-cookie'), null)
      assert.equal(answer.headers.get('x-powered-by'), null)
      const text = await answer.text()
      assert.doesNotMatch(text, /<script|\son\w+=|style=|<style/i, path)
      for (const [, source] of text.matchAll(/(?:src=|<link[^>]*href=)"([^"]*)"/g))
        assert.match(source ?? '', /^\//, `${path} loads ${source}`)
    }
  }
})

test('strict transport security is promised by public domains over TLS alone', async (t) => {
  const header = async (config: typeof publicConfig, encrypted: boolean) =>
    (await (await serveWeb(t, config, { encrypted })).get('/')).headers.get('strict-transport-security')
  assert.equal(await header(publicConfig, true), 'max-age=7776000')
  assert.equal(await header(publicConfig, false), null)
  assert.equal(await header(lanConfig, true), null)
})

test('plain HTTP of a public domain moves readers to its own name and takes nothing', async (t) => {
  const web = await serveWeb(t, publicConfig, { encrypted: false })
  const moved = await web.get('/privacy?x=1')
  assert.equal(moved.status, 301)
  assert.equal(moved.headers.get('location'), 'https://chat.example.org/privacy?x=1')
  const foreign = await raw(
    web.port,
    'GET http://evil.example//x HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
  )
  assert.match(foreign.head, /location: https:\/\/chat\.example\.org\/\/x/i)
  assert.equal((await web.get('/new', {}, 'POST')).status, 403)
  assert.equal((await web.get('/.well-known/acme-challenge/abc')).status, 404)
})

test('plain HTTP of a self-signed box serves the way in', async (t) => {
  const web = await serveWeb(t, lanConfig, { encrypted: false })
  assert.match(await (await web.get('/')).text(), /href="\/join"/)
  assert.match(await (await web.get('/join')).text(), /href="dclogin:person1@_house\?p=/)
})

test('autoconfig lists what is on, the HTTPS port first', async (t) => {
  const config = testConfig('chat.example.org', { ports: { ...publicConfig.ports, imap: 0, submission: 0 } })
  const web = await serveWeb(t, config)
  for (const path of [
    '/.well-known/autoconfig/mail/config-v1.1.xml',
    '/mail/config-v1.1.xml?emailaddress=a@b',
  ]) {
    const answer = await web.get(path)
    assert.match(answer.headers.get('content-type') ?? '', /^text\/xml/)
    const xml = await answer.text()
    const servers = [
      ...xml.matchAll(/type="(imap|smtp)"[\s\S]*?<port>(\d+)<\/port>\s*<socketType>(\w+)</g),
    ].map((m) => m.slice(1))
    assert.deepEqual(servers, [
      ['imap', '443', 'SSL'],
      ['imap', '993', 'SSL'],
      ['smtp', '443', 'SSL'],
      ['smtp', '465', 'SSL'],
    ])
    assert.equal([...xml.matchAll(/<hostname>chat\.example\.org<\/hostname>/g)].length, 4)
    assert.match(xml, /<username>%EMAILADDRESS%<\/username>/)
  }
})

test('the landing page of a public domain holds the link, the code and the limits', async (t) => {
  const web = await serveWeb(t, publicConfig)
  const page = await (await web.get('/')).text()
  assert.match(page, /href="dcaccount:https:\/\/chat\.example\.org\/new"/)
  assert.match(page, /<svg class="qr"/)
  assert.match(page, /up to 22\u00a0MB/)
  assert.match(page, /60 messages a minute/)
  const german = await (await web.get('/', { 'accept-language': 'de-CH' })).text()
  assert.match(german, /<html lang="de">[\s\S]*Willkommen bei chat<wbr>\.example<wbr>\.org</)
  assert.equal((await web.get('/join')).headers.get('location'), '/')
})

test('the join page makes a fresh profile for each visit and never repeats a foreign Host', async (t) => {
  const web = await serveWeb(t, testConfig('_house', { reachable: ['127.0.0.1', 'roost.local'] }))
  const first = await web.get('/join')
  assert.equal(first.headers.get('cache-control'), 'no-store')
  assert.match(await first.text(), /dclogin:person1@_house/)
  assert.match(await (await web.get('/join')).text(), /dclogin:person2@_house/)
  const { body } = await raw(
    web.port,
    'GET /join HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
  )
  assert.match(body, /ih=127\.0\.0\.1&amp;/)
  assert.doesNotMatch(body, /evil/)
})

test('an awkward domain cannot break out of a page', async (t) => {
  const domain = `_<img src=x onerror="1">&'`
  const web = await serveWeb(t, testConfig(domain), { accounts: suggestingAccounts(domain) })
  for (const path of ['/', '/join', '/privacy', '/mail/config-v1.1.xml'])
    assert.doesNotMatch(await (await web.get(path)).text(), /<img/, path)
})

test('a failure inside is reported without its message', async (t) => {
  const accounts = {
    ...suggestingAccounts('_house'),
    suggest: () => {
      throw new Error('secret detail')
    },
  }
  const web = await serveWeb(t, lanConfig, { accounts })
  const page = await web.get('/join')
  assert.equal(page.status, 500)
  assert.doesNotMatch(await page.text(), /secret detail/)
  assert.doesNotMatch(await (await web.get('/new', {}, 'POST')).text(), /secret detail/)
})

test('HEAD answers like GET without a body, and the style sheet may be kept', async (t) => {
  const web = await serveWeb(t, publicConfig)
  const head = await web.get('/', {}, 'HEAD')
  assert.equal(head.status, 200)
  assert.equal(await head.text(), '')
  const path = /href="(\/\w+\.css)"/.exec(await (await web.get('/')).text())?.[1] ?? ''
  const style = await web.get(path)
  assert.match(style.headers.get('cache-control') ?? '', /immutable/)
  assert.match(style.headers.get('content-type') ?? '', /^text\/css/)
  assert.equal(await (await web.get('/robots.txt')).text(), 'User-agent: *\nDisallow: /\n')
})
