import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encode } from 'uqr'
import { type BannerView, bannerText } from './banner.ts'
import { textQr } from './text-qr.ts'

const view: BannerView = {
  version: '1.2.3',
  hostname: 'roost',
  urls: ['http://192.168.100.200/', 'http://roost.local/'],
  state: { kind: 'unclaimed', code: 'ACDE3467' },
  mistakes: [],
}
const state = (state: BannerView['state'], more: Partial<BannerView> = {}) =>
  bannerText({ ...view, ...more, state })

test('an unclaimed box shows its addresses, the code, and a QR code that carries both', () => {
  const text = bannerText(view)
  for (const part of ['http://192.168.100.200/', 'http://roost.local/', 'Setup code: ACDE-3467']) {
    assert.ok(text.includes(part), part)
  }
  for (const line of textQr('http://192.168.100.200/#ACDE3467')) assert.ok(text.includes(line.trimEnd()))
})

test('every state fits a text console of 80 columns and 25 lines', () => {
  const long = 'port 993 (ports.imaps) is used by another program. '.repeat(6)
  for (const text of [
    bannerText(view),
    state({ kind: 'claimed', code: 'ACDE3467' }),
    state({ kind: 'starting' }),
    state({ kind: 'running', domain: `_${'a'.repeat(60)}`, joinUrl: 'http://192.168.100.200/join' }),
    state({ kind: 'trouble', reason: long }),
    state(
      { kind: 'unclaimed', code: 'A'.repeat(40) },
      { urls: [`http://[2001:db8:1111:2222:3333:4444:5555:6666]/`] },
    ),
  ]) {
    const lines = text.split('\n')
    assert.ok(Math.max(...lines.map((line) => line.length)) <= 80, text)
    assert.ok(lines.length <= 25, text)
    assert.ok(text.endsWith('\n'))
  }
})

test('the code is gone once set-up runs', () => {
  assert.doesNotMatch(state({ kind: 'running', domain: '_nest', joinUrl: 'http://10.0.0.2/join' }), /ACDE/)
})

test('without a network it says so and shows the code all the same', () => {
  const text = bannerText({ ...view, urls: [] })
  assert.match(text, /plug in the network cable/)
  assert.match(text, /ACDE-3467/)
  assert.doesNotMatch(text, /█/)
})

test('mistakes of the card are shown with file and line, and cannot control the console', () => {
  const text = bannerText({
    ...view,
    mistakes: [
      { file: 'roost.toml', line: 4, message: 'unknown key \u001b[2Jhostnam\u009b31m' },
      { file: 'roost.toml', message: 'not readable' },
    ],
  })
  assert.match(text, /! roost\.toml, line 4: unknown key \?\[2Jhostnam\?31m/)
  assert.match(text, /! roost\.toml: not readable/)
})

test('the half blocks are the QR code, light modules printed', () => {
  const { data } = encode('http://10.0.0.2/', { ecc: 'L', border: 2 })
  const lines = textQr('http://10.0.0.2/')
  assert.equal(lines.length, Math.ceil(data.length / 2))
  for (const [y, row] of data.entries()) {
    for (const [x, dark] of row.entries()) {
      const block = lines[y >> 1]?.[x] ?? ''
      assert.equal((y % 2 === 0 ? '█▀' : '█▄').includes(block), !dark, `${x},${y}`)
    }
  }
})
