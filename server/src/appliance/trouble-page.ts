import type { ServerResponse } from 'node:http'
import type { Language } from '../../../setup-wizard/steps.ts'

const words: Readonly<Record<Language, { title: string; starting: string; advice: string }>> = {
  en: {
    title: 'The chat server does not start',
    starting: 'The chat server is starting',
    advice:
      'It is tried again every minute, and this page looks again by itself. If this stays: unplug the box, wait ten seconds, plug it in. No message is lost.',
  },
  de: {
    title: 'Der Chat-Server startet nicht',
    starting: 'Der Chat-Server startet',
    advice:
      'Die Box versucht es jede Minute noch einmal, und diese Seite sieht von selbst wieder nach. Wenn es so bleibt: Stecker ziehen, zehn Sekunden warten, einstecken. Keine Nachricht geht verloren.',
  },
}

/** What a finished box shows while its mail server does not run: why, and what to do. */
export function sendTroublePage(
  response: ServerResponse,
  language: Language,
  reason: string | undefined,
): void {
  const { title, starting, advice } = words[language]
  const heading = reason === undefined ? starting : title
  const body = `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta http-equiv="refresh" content="5"><title>${heading}</title>
<link rel="stylesheet" href="/setup/assets/app.css"></head>
<body><div class="frame"><main class="card"><h1>${heading}</h1>
${reason === undefined ? '' : `<div class="alert"><code>${escaped(reason)}</code></div>\n`}<p class="lead">${advice}</p>
</main></div></body>
</html>
`
  response.writeHead(503, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy':
      "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'retry-after': '10',
  })
  response.end(body)
}

const escaped = (text: string): string => text.replace(/[<>&"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
