import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parsePreset } from './preset.ts'

test('settings and mistakes of the card', () => {
  const text = JSON.stringify({
    errors: [
      { file: 'roost.toml', line: 3, column: 1, key: 'hostnam', message: 'no such key' },
      { file: 'roost.toml', message: 'too long' },
      { nonsense: true },
    ],
    settings: { setup_code: 'HAPPYDOG', hostname: 'nest', domain: '_nest', 'limits.burst': 5 },
  })
  assert.deepEqual(parsePreset(text, 'preseed.json'), {
    setupCode: 'HAPPYDOG',
    hostname: 'nest',
    domain: '_nest',
    mistakes: [
      { file: 'roost.toml', line: 3, message: 'hostnam: no such key' },
      { file: 'roost.toml', message: 'too long' },
    ],
    settings: { setup_code: 'HAPPYDOG', hostname: 'nest', domain: '_nest', 'limits.burst': 5 },
  })
})

test('the untouched card asks for nothing', () => {
  assert.deepEqual(parsePreset('{"errors":[],"settings":{}}', 'p'), { mistakes: [], settings: {} })
})

for (const text of ['', '{', 'null', '[]', '{"settings":1,"errors":[]}', '{"settings":{}}']) {
  test(`${JSON.stringify(text)} is a mistake to show, not a reason to stop`, () => {
    const { mistakes, settings } = parsePreset(text, 'preseed.json')
    assert.equal(mistakes.length, 1)
    assert.equal(mistakes[0]?.file, 'preseed.json')
    assert.deepEqual(settings, {})
  })
}

test('values of the wrong type are left out', () => {
  const preset = parsePreset('{"errors":[],"settings":{"setup_code":12345678,"hostname":["x"]}}', 'p')
  assert.equal(preset.setupCode, undefined)
  assert.equal(preset.hostname, undefined)
})

test('a file full of mistakes shows the first of them', () => {
  const errors = Array.from({ length: 500 }, (_, line) => ({ file: 'roost.toml', line, message: 'wrong' }))
  assert.equal(parsePreset(JSON.stringify({ errors, settings: {} }), 'p').mistakes.length, 20)
})
