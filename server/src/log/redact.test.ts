import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLog, formatLine } from './lines.ts'
import { withoutPeople } from './redact.ts'

const secret: readonly string[] = [
  'kara.meier@example.org',
  'MAIL FROM:<a1b2c3d4e@_roost.test> refused',
  '"odd name"@example.org',
  'user@[192.0.2.1]',
  'jürgen@example.org',
  'connect ECONNREFUSED 192.0.2.1:25',
  'listen EADDRINUSE: address already in use :::443',
  'peer 2001:db8::1 closed',
  'peer ::ffff:192.0.2.1 closed',
  'fe80::1',
  'ip=10.0.0.1',
  '(10.0.0.1)',
]

test('takes out what looks like the address of a person or a machine', () => {
  for (const text of secret) {
    const clean = withoutPeople(text)
    assert.doesNotMatch(
      clean,
      /@|192\.0\.2|10\.0\.0|2001:|fe80|kara|meier|a1b2c3d4e|rgen/,
      `${text} -> ${clean}`,
    )
  }
})

test('leaves everything else as it is', () => {
  for (const text of [
    'wrong-password',
    '12:30:45',
    '2026-11-23T12:30:45Z',
    'version 1.2.3',
    'uid 17:20',
    'sha256:abcdef0123',
    'port 443',
    'std::string',
  ]) {
    assert.equal(withoutPeople(text), text)
  }
})

test('is quick on hostile input', () => {
  const started = performance.now()
  for (const text of [
    '@'.repeat(20_000),
    'a'.repeat(20_000),
    ':'.repeat(20_000),
    '1.'.repeat(10_000),
    '"'.repeat(20_000),
  ]) {
    withoutPeople(text)
  }
  assert.ok(performance.now() - started < 1_000)
})

test('formats events, quotes blanks, keeps one event on one line', () => {
  assert.equal(
    formatLine('login.refused', { reason: 'wrong-password', id: 7, ok: false, none: undefined }),
    'login.refused reason=wrong-password id=7 ok=false',
  )
  assert.equal(formatLine('x', { reason: 'two words' }), 'x reason="two words"')
  assert.equal(formatLine('x', { reason: 'a\nfake event' }), 'x reason="a\\nfake event"')
  assert.equal(formatLine('x', { reason: '' }), 'x reason=""')
})

test('writes from its level on, with the priority for journald where asked', () => {
  const lines: string[] = []
  const log = createLog('warn', (line) => lines.push(line), { journal: true })
  log.debug('a')
  log.info('b')
  log.warn('c', { who: 'kara@example.org' })
  log.error('d')
  assert.deepEqual(lines, ['<4>c who=<address>\n', '<3>d\n'])
})
