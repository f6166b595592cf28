import { displaySetupCode } from '../../../setup-wizard/setup-code.ts'
import { textQr } from './text-qr.ts'

/** What the box's own screen tells. */
export interface BannerView {
  readonly version: string
  /** Without `.local`. */
  readonly hostname: string
  /** Pages to open, best first: `http://192.168.1.20/`. Empty without a network. */
  readonly urls: readonly string[]
  readonly state:
    | { readonly kind: 'unclaimed' | 'claimed'; readonly code: string }
    | { readonly kind: 'starting' }
    | { readonly kind: 'running'; readonly domain: string; readonly joinUrl: string }
    | { readonly kind: 'trouble'; readonly reason: string }
    | { readonly kind: 'data-lost' }
  readonly mistakes: readonly { readonly file: string; readonly line?: number; readonly message: string }[]
}

/** Columns that every text console has. */
const width = 80
const gap = '   '

/**
 * The text for the screen at the HDMI port and the serial console, at most 80 columns: a QR code on the left, words
 * on the right, mistakes below. Pure; ends with a line break.
 */
export function bannerText(view: BannerView): string {
  const link = scanLink(view)
  const qr = link ? textQr(link) : []
  const left = qr[0]?.length ?? 0
  const words = sentences(view).flatMap((text) => wrap(text, width - left - (left ? gap.length : 0)))
  const height = Math.max(qr.length, words.length)
  const body = Array.from({ length: height }, (_, row) => {
    const block = left ? (qr[row] ?? '').padEnd(left) + gap : ''
    return (block + (words[row] ?? '')).trimEnd()
  })
  const mistakes = view.mistakes.flatMap(({ file, line, message }) =>
    wrap(`! ${file}${line === undefined ? '' : `, line ${line}`}: ${message}`, width),
  )
  return ['', ...body, '', ...mistakes, ''].map(printable).join('\n')
}

/** The code stands behind `#`, which browsers keep to themselves: scanning fills it in. */
function scanLink({ state, urls }: BannerView): string | undefined {
  const [first] = urls
  if (state.kind === 'unclaimed' || state.kind === 'claimed') return first && `${first}#${state.code}`
  return state.kind === 'running' ? state.joinUrl : undefined
}

function sentences({ version, hostname, urls, state }: BannerView): string[] {
  const pages =
    urls.length > 0 ? urls.map((url) => `  ${url}`) : ['  No network yet. Please plug in the network cable.']
  const head = [`Roost ${version} on ${hostname}`, '']
  switch (state.kind) {
    case 'unclaimed':
      return [
        ...head,
        'Scan the code with a phone, or open',
        ...pages,
        '',
        `Setup code: ${displaySetupCode(state.code)}`,
      ]
    case 'claimed':
      return [...head, 'Set-up has begun at', ...pages, '', `Setup code: ${displaySetupCode(state.code)}`]
    case 'starting':
      return [...head, 'The chat server is starting …', ...pages]
    case 'running':
      return [
        ...head,
        'The chat server is running.',
        '',
        'To join, scan the code or open',
        `  ${state.joinUrl}`,
        '',
        `Addresses end with @${state.domain}`,
      ]
    case 'data-lost':
      return [
        ...head,
        'The part of the card that holds accounts and messages cannot be read.',
        '',
        'Unplug the box, wait ten seconds, plug it in. If this stays, the card is worn out or damaged: write Roost ' +
          'to a new card, and keep the old one.',
      ]
    case 'trouble':
      return [
        ...head,
        'The chat server does not start:',
        `  ${state.reason}`,
        '',
        'It is tried again every minute. If this stays: unplug the box, wait ten seconds, plug it in. Nothing is lost.',
        ...(urls.length > 0 ? pages : []),
      ]
  }
}

/** Breaks a text at blanks; what is longer than a line is cut into lines. Indentation is kept. */
function wrap(text: string, columns: number): string[] {
  const indent = /^ */.exec(text)?.[0] ?? ''
  const lines: string[] = []
  let line = ''
  for (const word of text.slice(indent.length).split(' ')) {
    if (line && indent.length + line.length + 1 + word.length > columns) {
      lines.push(indent + line)
      line = ''
    }
    line = line ? `${line} ${word}` : word
    while (indent.length + line.length > columns) {
      lines.push(indent + line.slice(0, columns - indent.length))
      line = line.slice(columns - indent.length)
    }
  }
  return [...lines, indent + line]
}

/** A file on the card must not send escape sequences to the console. */
const printable = (line: string): string => line.replace(/\p{Cc}/gu, '?')
