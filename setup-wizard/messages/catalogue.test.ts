import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { languages } from '../steps.ts'
import { preferredLanguage } from './accept-language.ts'
import { catalogues, message, waitInWords } from './catalogue.ts'
import { en } from './en.ts'

const placesOf = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort()

for (const language of languages) {
  const catalogue = catalogues[language]

  test(`${language}: the keys of English, each with text and the same places`, () => {
    assert.deepEqual(Object.keys(catalogue).sort(), Object.keys(en).sort())
    for (const [key, text] of Object.entries(catalogue)) {
      assert.ok(text.trim() === text && text.length > 0, key)
      assert.deepEqual(placesOf(text), placesOf(en[key as keyof typeof en]), key)
    }
  })

  test(`${language}: translated, not copied`, () => {
    const copied = Object.entries(catalogue).filter(
      ([key, text]) => language !== 'en' && text === en[key as keyof typeof en],
    )
    assert.deepEqual(
      copied.map(([key]) => key).sort(),
      language === 'en' ? [] : ['domain.name.field', 'page.version'],
    )
  })
}

test('every key is used by the pages or the server', () => {
  const root = join(import.meta.dirname, '..')
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(
      (file) => /\.tsx?$/.test(file) && !file.startsWith('dist') && !/messages\/(en|de)\.ts$/.test(file),
    )
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n')
  const unused = Object.keys(en).filter((key) => !sources.includes(`'${key}'`))
  assert.deepEqual(unused, [])
})

test('places are filled, unknown ones stay visible', () => {
  assert.equal(message('en', 'page.step', { step: 2, steps: 4 }), 'Step 2 of 4')
  assert.equal(message('de', 'page.step', { step: 2 }), 'Schritt 2 von {steps}')
})

test('waits in words', () => {
  assert.deepEqual(
    [1, 5, 90, 91, 300].map((seconds) => waitInWords('en', seconds)),
    ['1 second', '5 seconds', '90 seconds', '2 minutes', '5 minutes'],
  )
})

for (const [header, language] of [
  [undefined, 'en'],
  ['', 'en'],
  ['de', 'de'],
  ['de-CH,de;q=0.9,en;q=0.8', 'de'],
  ['fr-FR,fr;q=0.9,de;q=0.5,en;q=0.4', 'de'],
  ['en-US;q=0.5, de;q=0.7', 'de'],
  ['de;q=0, en', 'en'],
  ['*', 'en'],
  ['x'.repeat(100_000), 'en'],
  [',;q=,=;'.repeat(5_000), 'en'],
] as const) {
  test(`Accept-Language ${JSON.stringify(header?.slice(0, 30))} gives ${language}`, () => {
    assert.equal(preferredLanguage(header), language)
  })
}
