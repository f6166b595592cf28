import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'smol-toml'
import { locateKeys } from './locate.ts'

test('finds keys past everything that may stand between them', () => {
  const text = [
    'a = """', // 1
    'b = "not a key"', // 2
    '[not.a.table]"""', // 3
    "c = '''x''''  # three and one", // 4
    'd = [ # a comment with ] and "', // 5
    '  "x", # e = 1', // 6
    '  "]",', // 7
    ']', // 8
    '', // 9
    '  f.g = { h = 1, i = "}" }', // 10
    '"quoted key" = "\\"" # end', // 11
    '[ section . "sub" ] # why not', // 12
    "k = 'C:\\'", // 13
    '[[rows]]', // 14
    'l = 1', // 15
  ].join('\r\n')
  parse(text)
  const found = Object.fromEntries(
    [...locateKeys(text)].map(([key, { line, column }]) => [key, `${line}:${column}`]),
  )
  assert.deepEqual(found, {
    a: '1:1',
    c: '4:1',
    d: '5:1',
    f: '10:3',
    'f.g': '10:3',
    'quoted key': '11:1',
    section: '12:1',
    'section.sub': '12:1',
    'section.sub.k': '13:1',
    rows: '14:1',
    'rows.l': '15:1',
  })
})

test('ends on any text', () => {
  for (const text of [
    '',
    '=',
    '[',
    '"',
    "'''",
    'a = "',
    'a = [',
    '\\',
    '[[',
    'a.',
    'ä = 1',
    '\0',
    ']',
    '}\n{',
  ]) {
    locateKeys(text)
  }
})
