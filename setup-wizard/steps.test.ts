import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSaved } from './saved.ts'
import { type Advance, advance, answersOf, type Move, type SetupState, unclaimed } from './steps.ts'

const box = { addresses: ['192.168.1.20', 'fe80::1'] }
const name: Move = { do: 'domain', domain: { kind: 'name', name: 'Our House' } }
const claim: Move = { do: 'claim', language: 'de' }
const access: Move = { do: 'access', access: 'open' }
const start: Move = { do: 'start' }

/** Plays moves that must all be accepted. */
function play(...moves: Move[]): SetupState {
  return moves.reduce((state, move) => {
    const next = advance(state, move, box)
    assert.ok(next.ok, `${move.do} was refused`)
    return next.state
  }, unclaimed)
}
const refusal = (next: Advance) => (next.ok ? 'accepted' : next.refusal)

test('the straight way: claim, domain, access, review, start, done', () => {
  const state = play(claim, name, access, start)
  assert.equal(state.phase, 'starting')
  assert.deepEqual(answersOf(state), { language: 'de', domain: '_our-house.internal', access: 'open' })
  const done = play(claim, name, access, start, { do: 'started', joinUrl: 'http://192.168.1.20/join' })
  assert.deepEqual([done.phase, done.joinUrl], ['done', 'http://192.168.1.20/join'])
})

test('the box may be named by its own address, and only by one it has', () => {
  const by = (address: string) =>
    advance(play(claim), { do: 'domain', domain: { kind: 'address', address } }, box)
  const own = by('192.168.1.20')
  assert.ok(own.ok && own.state.domain?.kind === 'address')
  assert.deepEqual(
    answersOf(play(claim, { do: 'domain', domain: { kind: 'address', address: '192.168.1.20' } }, access))
      ?.domain,
    '[192.168.1.20]',
  )
  for (const foreign of ['192.168.1.21', 'fe80::1', '', '192.168.1.20]']) {
    assert.equal(refusal(by(foreign)), 'error.domain.address')
  }
})

test('going back keeps the answers and stops at the first question', () => {
  let state = play(claim, name, access)
  const seen: string[] = []
  for (let press = 0; press < 4; press++) {
    const next = advance(state, { do: 'back' }, box)
    assert.ok(next.ok)
    state = next.state
    seen.push(state.step)
  }
  assert.deepEqual(seen, ['access', 'domain', 'domain', 'domain'])
  assert.ok(state.domain && state.access)
})

test('going back to a named question never goes forward or before the first one', () => {
  for (const [from, to, lands] of [
    [play(claim, name, access), 'domain', 'domain'],
    [play(claim, name, access), 'claim', 'domain'],
    [play(claim, name), 'review', 'access'],
  ] as const) {
    const next = advance(from, { do: 'back', to }, box)
    assert.equal(next.ok && next.state.step, lands)
  }
})

test('every move in every state: either a state that can be saved and read back, or a refusal', () => {
  const states = [
    unclaimed,
    play(claim),
    play(claim, name),
    play(claim, name, access),
    play(claim, name, access, start),
    play(claim, name, access, start, { do: 'failed', reason: 'port 993 is taken' }),
    play(claim, name, access, start, { do: 'started', joinUrl: 'http://a/join' }),
  ]
  const moves: Move[] = [
    claim,
    name,
    access,
    start,
    { do: 'back' },
    { do: 'language', language: 'en' },
    { do: 'started', joinUrl: 'http://b/join' },
    { do: 'failed', reason: 'x' },
  ]
  const table = states.map((state) =>
    moves
      .map((move) => {
        const next = advance(state, move, box)
        if (!next.ok) return '-'
        const text = JSON.stringify({ version: 1, state: next.state, suggestion: '_a.internal' })
        assert.deepEqual(parseSaved(text)?.state, next.state)
        return `${next.state.phase === 'asking' ? next.state.step : next.state.phase}`
      })
      .join(' '),
  )
  assert.deepEqual(table, [
    'domain - - - - - - -',
    'domain access - - domain domain - -',
    'access access review - domain access - -',
    'review access review starting access review - -',
    'starting - - - - starting done failed',
    'failed access review starting access failed - -',
    '- - - - - - - -',
  ])
})

test('a claim while set-up runs moves nothing but the language', () => {
  const state = play(claim, name, { do: 'claim', language: 'en' })
  assert.deepEqual([state.step, state.language], ['access', 'en'])
})

for (const [what, text] of [
  ['no JSON', '{'],
  ['another version', '{"version":2}'],
  [
    'an unknown step',
    '{"version":1,"suggestion":"_a","state":{"language":"en","step":"x","phase":"asking"}}',
  ],
  [
    'an unknown language',
    '{"version":1,"suggestion":"_a","state":{"language":"xx","step":"claim","phase":"asking"}}',
  ],
  [
    'done without answers',
    '{"version":1,"suggestion":"_a","state":{"language":"en","step":"review","phase":"done"}}',
  ],
  ['an array', '[]'],
  ['null', 'null'],
] as const) {
  test(`a saved set-up that is ${what} is not believed`, () => assert.equal(parseSaved(text), undefined))
}
