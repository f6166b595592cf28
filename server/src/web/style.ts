import { createHash } from 'node:crypto'

/** The one style sheet. Phone first, light and dark, no fonts to load; the colours are those of the wizard. */
export const css = `:root {
  color-scheme: light dark;
  --paper: #f5f1e8; --card: #fffdf8; --ink: #21302d; --soft: #56635f; --line: #d9d3c4;
  --leaf: #14695a; --on-leaf: #ffffff; --sun: #d98f24;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #0f1514; --card: #17201e; --ink: #e9efec; --soft: #a5b3ae; --line: #2d3a37;
    --leaf: #6ccdb3; --on-leaf: #06211b; --sun: #f0b65a;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, Ubuntu, sans-serif;
  -webkit-text-size-adjust: 100%; overflow-wrap: break-word;
}
.frame { max-width: 34rem; margin: 0 auto; padding: 1.75rem 1.25rem 2.5rem; }
header { display: flex; align-items: center; gap: .75rem; color: var(--soft); font-size: .95rem; }
header a { display: flex; align-items: center; gap: .75rem; color: inherit; text-decoration: none; }
.mark { width: 2.25rem; height: 2.25rem; flex: none; }
.roof { fill: none; stroke: var(--sun); stroke-width: 5; stroke-linecap: round; stroke-linejoin: round; }
.bird { fill: var(--leaf); }
.eye { fill: var(--paper); }
h1 { font-size: clamp(1.7rem, 7vw, 2.2rem); line-height: 1.2; letter-spacing: -.015em; margin: 1.75rem 0 .75rem; text-wrap: balance; }
h2 { font-size: 1.1rem; line-height: 1.35; margin: 0 0 .25rem; }
p { margin: 0 0 1rem; text-wrap: pretty; }
a { color: var(--leaf); text-underline-offset: .18em; }
.lead { color: var(--soft); margin-bottom: 1.75rem; }
.soft { color: var(--soft); }
.steps { list-style: none; counter-reset: step; margin: 0; padding: 0; }
.steps > li { counter-increment: step; position: relative; padding: 0 0 1.75rem 3rem; }
.steps > li::before {
  content: counter(step); position: absolute; left: 0; top: -.1rem; width: 2rem; height: 2rem; border-radius: 50%;
  border: 1.5px solid var(--leaf); color: var(--leaf); font-weight: 600; display: grid; place-items: center;
}
.steps > li:not(:last-child)::after {
  content: ""; position: absolute; left: 1rem; top: 2.3rem; bottom: .4rem; border-left: 1.5px solid var(--line);
}
.steps p { color: var(--soft); margin-bottom: .75rem; }
.button {
  display: block; width: 100%; padding: .85rem 1.25rem; border-radius: .9rem; border: 1.5px solid var(--leaf);
  background: var(--leaf); color: var(--on-leaf); font-weight: 600; text-align: center; text-decoration: none;
}
label { display: block; margin: 0 0 1rem; font-weight: 600; }
input {
  display: block; width: 100%; margin-top: .25rem; padding: .75rem .9rem; border-radius: .7rem; font: inherit;
  border: 1.5px solid var(--soft); background: var(--paper); color: var(--ink);
}
button { font: inherit; cursor: pointer; }
.button.quiet { background: none; color: var(--leaf); }
.button:hover { filter: brightness(1.06); }
a:focus-visible, summary:focus-visible, input:focus-visible { outline: 3px solid var(--leaf); outline-offset: 3px; border-radius: .4rem; }
.button:focus-visible { border-radius: .9rem; }
.card, details {
  background: var(--card); border: 1px solid var(--line); border-radius: 1.1rem; padding: 1.25rem; margin: 0 0 1rem;
}
.card > :last-child, details > :last-child { margin-bottom: 0; }
.card ul { margin: .5rem 0 0; padding-left: 1.15rem; color: var(--soft); }
.card li { margin-bottom: .35rem; }
summary { cursor: pointer; font-weight: 600; }
details[open] summary { margin-bottom: .75rem; }
.qr { display: block; width: 100%; max-width: 17rem; margin: 1rem auto 0; border-radius: .6rem; background: #fff; }
.points { margin: 0; }
.points dt { font-weight: 600; }
.points dd { margin: 0 0 1.25rem; color: var(--soft); }
footer { margin-top: 2rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .95rem; }
@media (prefers-reduced-motion: no-preference) { .button { transition: filter .15s; } }
`

/** Its address changes with its content, so it may be cached for ever. */
export const cssPath = `/${createHash('sha256').update(css).digest('hex').slice(0, 12)}.css`

const roof = 'M7 52 32 35l25 17'
const bird = 'M21 36c-1-10 6-18 15-18 6 0 10 4 10 9l6 3-7 2c-2 7-9 11-17 9l-13 4z'

/** A bird on a roof: coloured by the style sheet. */
export const mark = `<svg class="mark" viewBox="0 0 64 64" aria-hidden="true"><path class="roof" d="${roof}"/><path class="bird" d="${bird}"/><circle class="eye" cx="38" cy="26" r="2.1"/></svg>`

/** The same for browser tabs. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="15" fill="#14695a"/><path d="${roof}" fill="none" stroke="#f3c678" stroke-width="5" stroke-linecap="round" stroke-linejoin="round"/><path d="${bird}" fill="#fff"/><circle cx="38" cy="26" r="2.1" fill="#14695a"/></svg>`
