import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooseFields, headerValues } from './header.ts'

const block =
  'From: a@b\r\nSubject: one\r\n two\r\nReceived: x\r\nReceived: y\r\nbroken line\r\nto : c@d\r\n\r\n'

test('fields are chosen by name in any case, folded as they were, and end in an empty line', () => {
  assert.equal(
    chooseFields(block, new Set(['subject', 'to']), false),
    'Subject: one\r\n two\r\nto : c@d\r\n\r\n',
  )
  assert.equal(chooseFields(block, new Set(['none']), false), '\r\n')
  assert.equal(chooseFields(block, new Set(['received', 'from', 'to']), true), 'Subject: one\r\n two\r\n\r\n')
})

test('the first of a field counts, unfolded', () => {
  const values = headerValues(block)
  assert.equal(values.get('subject'), 'one two')
  assert.equal(values.get('received'), 'x')
  assert.equal(values.get('to'), 'c@d')
})

test('blocks without end, with bare LF, or empty', () => {
  assert.equal(chooseFields('A: b', new Set(['a']), false), 'A: b\r\n\r\n')
  assert.equal(headerValues('A: b\nC: d\n e\n\nX: y\n').get('c'), 'd e')
  assert.equal(headerValues('A: b\nC: d\n\nX: y\n').has('x'), false)
  assert.equal(chooseFields('', new Set(['a']), true), '\r\n')
  assert.equal(chooseFields('\r\n', new Set(['a']), true), '\r\n')
})

test('hostile blocks take time in proportion to their length', () => {
  const started = performance.now()
  for (const text of [
    'a'.repeat(200_000),
    'a:\r\n'.repeat(50_000),
    '\r'.repeat(200_000),
    ' \r\n'.repeat(60_000),
    ':'.repeat(200_000),
    'a\n'.repeat(100_000),
    `a:${'\r'.repeat(200_000)}x`,
    `a:${' '.repeat(200_000)}x`,
    `a:${'\n '.repeat(100_000)}x`,
  ]) {
    chooseFields(text, new Set(['a']), true)
    headerValues(text)
  }
  assert.ok(performance.now() - started < 2000)
})
