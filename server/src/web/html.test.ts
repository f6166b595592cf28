import assert from 'node:assert/strict'
import { test } from 'node:test'
import { escapeText, html } from './html.ts'

test('values are escaped, markup and nested templates are not', () => {
  const name = `<script>alert('1')</script>"&`
  assert.equal(
    html`<p title="${name}">${html`<b>${3}</b>`}</p>`.text,
    '<p title="&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;"><b>3</b></p>',
  )
})

test('lists are joined; false and undefined leave nothing behind', () => {
  assert.equal(
    html`<ul>${['a', '<'].map((x) => html`<li>${x}</li>`)}</ul>${false}${undefined}`.text,
    '<ul><li>a</li><li>&lt;</li></ul>',
  )
})

test('control characters that break XML do not pass', () => {
  assert.equal(escapeText('a\u0000b\u001bc\td'), 'abc\td')
})
