import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boxAddresses, boxUrl } from './addresses.ts'

const address = (family: 'IPv4' | 'IPv6', address: string, internal = false) =>
  ({ family, address, internal, netmask: '', mac: '', cidr: null, scopeid: 0 }) as never

test('what the house can reach, IPv4 first', () => {
  const interfaces = {
    lo: [address('IPv4', '127.0.0.1', true), address('IPv6', '::1', true)],
    wlan0: [address('IPv6', 'fd00::7'), address('IPv4', '192.168.1.30'), address('IPv6', 'fe80::1')],
    end0: [address('IPv4', '192.168.1.20'), address('IPv4', '169.254.3.4')],
    docker0: [address('IPv4', '172.17.0.1')],
    gone: undefined,
  }
  assert.deepEqual(boxAddresses(interfaces), ['192.168.1.20', '192.168.1.30', 'fd00::7'])
  assert.deepEqual(boxAddresses({}), [])
})

for (const [host, port, url] of [
  ['192.168.1.20', 80, 'http://192.168.1.20/join'],
  ['roost.local', 8080, 'http://roost.local:8080/join'],
  ['fd00::7', 80, 'http://[fd00::7]/join'],
] as const) {
  test(`the URL of ${host}`, () => assert.equal(boxUrl(host, port, '/join'), url))
}
