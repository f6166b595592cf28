import assert from 'node:assert/strict'
import { test } from 'node:test'
import { domain, listenAddress, reachableName } from './value.ts'

test('the three forms of a domain', () => {
  for (const right of [
    'example.org',
    'a.b.example.org',
    '_roost.test',
    '_roost',
    '[192.0.2.1]',
    'xn--bcher-kva.example',
  ]) {
    assert.equal(domain(right), undefined, right)
  }
})

test('what is no domain, with what was expected', () => {
  for (const [wrong, expected] of [
    ['192.0.2.1', /in brackets: \[192\.0\.2\.1\]/],
    ['[example.org]', /IPv4 address in brackets/],
    ['[2001:db8::1]', /IPv4 address in brackets/],
    ['Example.org', /lower case: example\.org/],
    ['bücher.example', /ASCII form/],
    ['localhost', /a domain as/],
    ['', /a domain as/],
    ['a..org', /a domain as/],
    ['-a.org', /a domain as/],
    ['a_b.org', /a domain as/],
    ['user@example.org', /a domain as/],
    [`${'a'.repeat(64)}.org`, /a domain as/],
    [`${'a.'.repeat(127)}org`, /a domain as/],
    ['example.org\n', /./],
  ] as const) {
    assert.match(domain(wrong) ?? '', expected, wrong)
  }
})

test('addresses to listen on are addresses; reachable may be names', () => {
  for (const right of ['0.0.0.0', '::', '127.0.0.2', 'fe80::1%eth0'])
    assert.equal(listenAddress(right), undefined)
  for (const wrong of ['localhost', '*', '1.2.3', '']) assert.ok(listenAddress(wrong))
  for (const right of ['roost.local', 'box', '192.168.1.10', 'fd00::1', '_box.lan'])
    assert.equal(reachableName(right), undefined)
  for (const wrong of ['http://roost.local', 'a b', '[::1]', '']) assert.ok(reachableName(wrong))
})
