import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boxAddress, serviceHost } from './address.ts'

const lan = { domain: '_house', reachable: ['192.168.1.20', 'roost.local', 'box.example.net'] }
const bare = { domain: '_house', reachable: [] }

const cases: [string, typeof lan | typeof bare, string | undefined, string | undefined, string][] = [
  ['the address the visitor typed', lan, '192.168.1.20', '::ffff:192.168.1.20', '192.168.1.20'],
  ['the address with a port', lan, '192.168.1.20:8080', '192.168.1.20', '192.168.1.20'],
  ['an address known only to the socket', bare, '10.0.0.5', '10.0.0.5', '10.0.0.5'],
  ['a second address that set-up listed', lan, '192.168.1.20', '10.0.0.5', '192.168.1.20'],
  ['a house name: the address behind it', lan, 'roost.local', '192.168.1.20', '192.168.1.20'],
  ['a DNS name of ours stays', lan, 'Box.Example.NET.', '10.0.0.5', 'box.example.net'],
  ['a foreign name is never repeated', lan, 'evil.example', '192.168.1.20', '192.168.1.20'],
  ['a foreign address is never repeated', lan, '203.0.113.9', '192.168.1.20', '192.168.1.20'],
  ['junk is never repeated', lan, '"><script>', '192.168.1.20', '192.168.1.20'],
  ['userinfo is junk', lan, 'box.example.net@evil.example', '192.168.1.20', '192.168.1.20'],
  ['no Host at all', lan, undefined, '192.168.1.20', '192.168.1.20'],
  ['over IPv6, a known IPv4 address is better', lan, '[fd00::5]', 'fd00::5', '192.168.1.20'],
  ['link-local without any IPv4', bare, '[fe80::1]', 'fe80::1%eth0', '_house'],
  ['IPv6 alone', bare, '[fd00::5]', 'fd00::5', 'fd00::5'],
  ['nothing known: the domain', bare, undefined, undefined, '_house'],
  [
    'an address domain behind a router',
    { domain: '[203.0.113.9]', reachable: [] },
    '203.0.113.9',
    '10.0.0.5',
    '203.0.113.9',
  ],
]
for (const [name, config, host, local, expected] of cases) {
  test(`box address: ${name}`, () => assert.equal(boxAddress(config, host, local), expected))
}

test('service host drops the brackets of address domains', () => {
  assert.deepEqual(['a.example', '[192.0.2.1]', '[IPv6:fd00::1]'].map(serviceHost), [
    'a.example',
    '192.0.2.1',
    'fd00::1',
  ])
})
