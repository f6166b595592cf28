import type { ServerResponse } from 'node:http'
import type { Language } from '../../../setup-wizard/steps.ts'

/** Why there is no chat server to show pages of. */
export type Trouble =
  | { readonly kind: 'starting' }
  | { readonly kind: 'failed'; readonly reason: string }
  /** The data partition could not be mounted; what is written now is gone at the next power cut. */
  | { readonly kind: 'data-lost' }

interface Words {
  readonly title: string
  readonly advice: string
}

const tried =
  'It is tried again every minute, and this page looks again by itself. If this stays: unplug the box, wait ten seconds, plug it in. No message is lost.'
const versucht =
  'Die Box versucht es jede Minute noch einmal, und diese Seite sieht von selbst wieder nach. Wenn es so bleibt: Stecker ziehen, zehn Sekunden warten, einstecken. Keine Nachricht geht verloren.'

const words: Readonly<Record<Language, Readonly<Record<Trouble['kind'], Words>>>> = {
  en: {
    starting: { title: 'The chat server is starting', advice: tried },
    failed: { title: 'The chat server does not start', advice: tried },
    'data-lost': {
      title: 'The card cannot be read',
      advice:
        'The box could not open the part of its card that holds accounts and messages. Unplug the box, wait ten seconds, plug it in. If this page comes back, the card is worn out or damaged: write Roost to a new card, and keep the old one until you know that nothing on it is needed.',
    },
  },
  de: {
    starting: { title: 'Der Chat-Server startet', advice: versucht },
    failed: { title: 'Der Chat-Server startet nicht', advice: versucht },
    'data-lost': {
      title: 'Die Karte ist nicht lesbar',
      advice:
        'Die Box konnte den Teil ihrer Karte nicht öffnen, auf dem Konten und Nachrichten liegen. Stecker ziehen, zehn Sekunden warten, einstecken. Wenn diese Seite wiederkommt, ist die Karte verbraucht oder beschädigt: Roost auf eine neue Karte schreiben, und die alte aufheben, bis sicher ist, dass nichts darauf gebraucht wird.',
    },
  },
}

/** What a box shows while there is no chat server and no set-up: why, and what to do. */
export function sendTroublePage(response: ServerResponse, language: Language, trouble: Trouble): void {
  const { title, advice } = words[language][trouble.kind]
  const reason =
    trouble.kind === 'failed' ? `<div class="alert"><code>${escaped(trouble.reason)}</code></div>\n` : ''
  const body = `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta http-equiv="refresh" content="5"><title>${title}</title>
<link rel="stylesheet" href="/setup/assets/app.css"></head>
<body><div class="frame"><main class="card"><h1>${title}</h1>
${reason}<p class="lead">${advice}</p>
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
