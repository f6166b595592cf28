import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatConfigError } from './error.ts'
import { configurableLimits, defaultLimits } from './limits.ts'
import { parseConfig } from './parse.ts'
import { serverSchema } from './schema.ts'

const mistakes = (text: string, overrides: string[] = []): string[] => {
  const result = parseConfig(text, { file: 'roost.toml', overrides })
  return 'errors' in result ? result.errors.map(formatConfigError) : []
}

const config = (text: string, overrides: string[] = []) => {
  const result = parseConfig(text, { file: 'roost.toml', overrides })
  assert.ok('config' in result, JSON.stringify(result))
  return result.config
}

test('a domain is all that is needed; the rest has the defaults of the field', () => {
  const { ports, limits, listen, data, log, reachable, tls } = config('domain = "_roost.test"')
  assert.deepEqual(ports, {
    https: 443,
    http: 80,
    imaps: 993,
    imap: 143,
    submissions: 465,
    submission: 587,
    smtp: 0,
  })
  assert.deepEqual(limits, defaultLimits)
  assert.equal(limits.message_bytes, 30 * 1024 * 1024)
  assert.deepEqual(
    [listen, data, log, reachable, tls],
    [['::'], '/var/lib/roost', { level: 'info' }, [], undefined],
  )
})

test('every key of the schema can be set in the file and by --set, and both mean the same', () => {
  const samples: Record<string, [string, string]> = {
    domain: ['"[192.0.2.1]"', '[192.0.2.1]'],
    data: ['"/srv/mail"', '/srv/mail'],
    listen: ['["127.0.0.1", "::1"]', '127.0.0.1,::1'],
    reachable: ['["box.local"]', 'box.local'],
    'tls.cert': ['"/c"', '/c'],
    'tls.key': ['"/k"', '/k'],
    'log.level': ['"debug"', 'debug'],
  }
  const lines: string[] = []
  const words: string[] = []
  let port = 1000
  for (const row of serverSchema) {
    const limit = configurableLimits[row.key.replace('limits.', '') as keyof typeof configurableLimits]
    const number = String(
      row.key.startsWith('ports.') ? port++ : (limit?.default ?? 0) + (row.key === 'limits.name_min' ? 0 : 1),
    )
    const [inFile, word] = samples[row.key] ?? [number, number]
    lines.push(`${row.key} = ${inFile}`)
    words.push(`${row.key}=${word}`)
  }
  const byFile = config(lines.join('\n'))
  assert.deepEqual(config('', words), byFile)
  assert.deepEqual(config('domain = "_other"\n[ports]\nhttps = 9', words), byFile)
  assert.deepEqual(byFile.listen, ['127.0.0.1', '::1'])
  assert.deepEqual(byFile.tls, { cert: '/c', key: '/k' })
  assert.equal(byFile.limits.burst, 11)
})

test('all mistakes at once, each with its place, what was expected and what was probably meant', () => {
  assert.deepEqual(
    mistakes(
      [
        '# a comment with = and [brackets]',
        'domain = "Example.org"',
        'lissen = ["::"]',
        '[ports]',
        'htps = 443',
        '  imap = "many"',
        '[limits]',
        'burst = 2.5',
        'recipients = 0',
        '[lgo]',
        'level = "info"',
      ].join('\n'),
    ),
    [
      'roost.toml:2:1: domain: expected lower case: example.org, not "Example.org"',
      'roost.toml:3:1: lissen: unknown key; did you mean listen?',
      'roost.toml:5:1: ports.htps: unknown key; did you mean ports.https?',
      'roost.toml:6:3: ports.imap: expected a whole number from 0 to 65535, not "many"',
      'roost.toml:8:1: limits.burst: expected a whole number from 1 to 100000, not 2.5',
      'roost.toml:9:1: limits.recipients: expected a whole number from 1 to 10000, not 0',
      'roost.toml:10:1: lgo: unknown key; did you mean log?',
    ],
  )
})

test('a key in the wrong section is pointed to the right one', () => {
  assert.deepEqual(mistakes('domain = "_a"\nhttps = 443'), [
    'roost.toml:2:1: https: unknown key; did you mean ports.https?',
  ])
})

test('a section written as a value, and a value written as a section', () => {
  assert.deepEqual(mistakes('ports = 443\n[domain]\nname = "_a"'), [
    'roost.toml:1:1: ports: is a section; write [ports] and its keys below',
    'roost.toml:2:1: domain: expected text in quotes, not {"name":"_a"}',
  ])
})

test('a text that is no TOML has a line and a column, and nothing else is guessed', () => {
  const [first, ...rest] = mistakes('domain = "_a"\ndata = /var/lib')
  assert.match(first!, /^roost\.toml:2:\d+: not valid TOML: /)
  assert.deepEqual(rest, [])
})

test('a missing domain', () => {
  assert.match(mistakes('')[0]!, /^roost\.toml: domain: missing; expected /)
})

test('words after --set that are none', () => {
  assert.deepEqual(mistakes('domain = "_a"', ['https', 'ports.https=no', 'port.https=1']), [
    '--set: "https" is not KEY=VALUE, as --set ports.https=8443',
    '--set: ports.https: expected a whole number from 0 to 65535, not "no"',
    '--set: port.https: unknown key; did you mean ports.https?',
  ])
})

test('keys that contradict each other', () => {
  assert.deepEqual(
    mistakes('domain = "_a"\nlisten = []\n[ports]\nimap = 993\n[limits]\nname_min = 12\n[tls]\ncert = "/c"'),
    [
      'roost.toml:8:1: tls.cert: needs tls.key beside it',
      'roost.toml:2:1: listen: expected at least one address, as ["::"]',
      'roost.toml:4:1: ports.imap: 993 is already ports.imaps',
      'roost.toml:6:1: limits.name_min: 12 is more than limits.name_max, which is 9',
    ],
  )
})

test('a file that is something else entirely is not read into memory twice', () => {
  assert.deepEqual(mistakes('#'.repeat(300_000)), ['roost.toml: larger than 262144 bytes'])
})

test('keys that JavaScript itself knows are unknown keys', () => {
  assert.match(mistakes('domain = "_a"\n__proto__ = 1')[0]!, /^roost\.toml:2:1: __proto__: unknown key/)
  assert.match(
    mistakes('domain = "_a"\n[limits]\ntoString = 1')[0]!,
    /^roost\.toml:3:1: limits\.toString: unknown key/,
  )
})

test('mistakes carry no control characters to the terminal that shows them', () => {
  assert.deepEqual(mistakes('domain = "_roost.test"\n"\\u001b[2J" = 1', ['\u001b[2J']), [
    'roost.toml:2:1: \\u001b[2J: unknown key',
    '--set: "\\u001b[2J" is not KEY=VALUE, as --set ports.https=8443',
  ])
})
