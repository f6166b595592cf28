import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountLink, loginLink, pageLink } from './links.ts'

const ports = { https: 443, http: 80, imaps: 993, imap: 143, submissions: 465, submission: 587, smtp: 0 }

test('links leave default ports out and put IPv6 into brackets', () => {
  assert.equal(accountLink({ domain: 'a.example', ports }), 'https://a.example/new')
  assert.equal(
    accountLink({ domain: '[IPv6:fd00::1]', ports: { ...ports, https: 8443 } }),
    'https://[fd00::1]:8443/new',
  )
})

test('a page is linked as it was read, by plain HTTP where that is on', () => {
  const page = { host: '10.0.0.5', path: '/join' }
  assert.equal(pageLink(ports, { ...page, plainPort: undefined }), 'http://10.0.0.5/join')
  assert.equal(pageLink({ ...ports, http: 0 }, { ...page, plainPort: undefined }), 'https://10.0.0.5/join')
  assert.equal(pageLink({ ...ports, http: 0 }, { ...page, plainPort: 80 }), 'http://10.0.0.5/join')
  assert.equal(pageLink(ports, { ...page, plainPort: 8080 }), 'http://10.0.0.5:8080/join')
})

test('a login link names one port, or the mail ports where HTTPS is off, and survives awkward passwords', () => {
  const account = { address: 'abc@_house', password: ' +&=#%?\'"' }
  const ours = new URL(loginLink(ports, account, 'fd00::5'))
  assert.equal(ours.searchParams.get('p'), account.password)
  assert.equal(ours.searchParams.get('ih'), 'fd00::5')
  assert.deepEqual([ours.searchParams.get('ip'), ours.searchParams.get('sp')], ['443', '443'])
  assert.doesNotMatch(ours.search, /[+ '"]/)
  const old = new URL(loginLink({ ...ports, https: 0 }, account, '10.0.0.5'))
  assert.deepEqual([old.searchParams.get('ip'), old.searchParams.get('sp')], ['993', '465'])
})
