import { createHash } from 'node:crypto'

/** The one style sheet. Phone first, light and dark, no fonts to load. */
export const css = `:root {
  color-scheme: light dark;
  --paper: #f7f4ee; --card: #fffdf9; --ink: #24302b; --soft: #5d6a63; --line: #e4ded2;
  --leaf: #2c6a52; --on-leaf: #ffffff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #131816; --card: #1b221f; --ink: #e6ebe6; --soft: #a3b0a8; --line: #2d3733;
    --leaf: #8fd0b1; --on-leaf: #0d241a;
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
.mark { width: 2.25rem; height: 2.25rem; color: var(--leaf); flex: none; }
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
.button.quiet { background: none; color: var(--leaf); }
.button:hover { filter: brightness(1.06); }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--leaf); outline-offset: 3px; border-radius: .4rem; }
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

/** A roof, and somebody talking under it. */
export const icon = (color: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" class="mark" aria-hidden="true" fill="none" stroke="${color}" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"><path d="M3 15.5 16 4.5l13 11"/><path d="M9 17.5a2.5 2.5 0 0 1 2.5-2.5h9a2.5 2.5 0 0 1 2.5 2.5v4.5a2.5 2.5 0 0 1-2.5 2.5H16l-4.5 3.5v-3.5a2.5 2.5 0 0 1-2.5-2.5z"/></svg>`
