import { Html, html } from '../html.ts'
import type { Language } from '../language.ts'
import { catalogue, type Messages } from '../messages.ts'
import { cssPath, mark } from '../style.ts'

/** What every page knows of its reader and its server. */
export interface PageContext {
  readonly language: Language
  /** The server's domain as people see it. */
  readonly name: string
}

export const messagesFor = ({ language }: PageContext): Messages => catalogue[language]

const logo = new Html(mark)

/** The frame around every page: head, name of the house, footer. */
export const layout = (context: PageContext, title: string, body: Html): string => {
  const text = messagesFor(context)
  return html`<!doctype html>
<html lang="${context.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="format-detection" content="telephone=no">
<meta name="theme-color" content="#f5f1e8" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#0f1514" media="(prefers-color-scheme: dark)">
<title>${title}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${cssPath}">
</head>
<body>
<div class="frame">
<header><a href="/">${logo}<span><strong>${context.name}</strong><br>${text.tagline}</span></a></header>
<main>
${body}
</main>
<footer><a href="/privacy">${text.privacy}</a> · <a href="/delete">${text.deletion.link}</a> · Roost</footer>
</div>
</body>
</html>
`.text
}
