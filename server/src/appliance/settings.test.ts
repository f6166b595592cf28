import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settingsConfig, settingsText } from './settings.ts'

const source = {
  answers: { language: 'de', domain: '_nest.internal', access: 'open' },
  data: '/var/lib/roost',
  hostname: 'roost',
  addresses: ['192.168.1.20', 'fd00::20'],
  preset: {},
} as const

test('the written file is what the server reads, with port 80 left to the appliance', () => {
  const config = settingsConfig(settingsText(source), 'roost.toml', [])
  assert.equal(config.domain, '_nest.internal')
  assert.equal(config.data, '/var/lib/roost')
  assert.deepEqual(config.reachable, ['192.168.1.20', 'fd00::20', 'roost.local'])
  assert.equal(config.ports.http, 0)
  assert.equal(config.ports.imaps, 993)
})

test('an address as domain', () => {
  const text = settingsText({ ...source, answers: { ...source.answers, domain: '[192.168.1.20]' } })
  assert.equal(settingsConfig(text, 'roost.toml', []).domain, '[192.168.1.20]')
})

test('settings of the card reach the server, except those that are the appliance’s to decide', () => {
  const preset = {
    hostname: 'nest',
    domain: '_other',
    data: '/elsewhere',
    reachable: ['evil.example'],
    'ports.http': 8080,
    'ports.imaps': 1993,
    'limits.burst': 77,
    'log.level': 'debug',
  }
  const config = settingsConfig(settingsText({ ...source, preset }), 'roost.toml', [])
  assert.deepEqual(
    [config.domain, config.data, config.reachable.length, config.ports.http, config.ports.imaps],
    ['_nest.internal', '/var/lib/roost', 3, 0, 1993],
  )
  assert.deepEqual([config.limits.burst, config.log.level], [77, 'debug'])
})

test('the command line wins, but never over port 80', () => {
  const config = settingsConfig(settingsText(source), 'roost.toml', ['ports.imaps=2993', 'ports.http=8080'])
  assert.deepEqual([config.ports.imaps, config.ports.http], [2993, 0])
})

test('a wrong setting is named with file and line', () => {
  const text = settingsText({ ...source, preset: { 'ports.imaps': 'many' } })
  assert.throws(() => settingsConfig(text, 'roost.toml', []), /roost\.toml:\d+:.*ports\.imaps/)
})
