import type { RandomBytes } from './setup-code.ts'
import type { Refusal } from './steps.ts'

/**
 * Names for a house that only its own network knows. They begin with `_`, which tells Delta Chat that the
 * certificate is the box's own, and end in `.internal`, which no public DNS will ever resolve
 * (docs/protocol.md, certificates and names).
 */
export const privateEnding = '.internal'

/** RFC 1035 section 2.3.4 allows 255 octets; a name on a poster is shorter. */
export const longestName = 64

/**
 * Makes a name of what people type: `Our House` becomes `_our-house.internal`, while a name that is already written
 * with its `_` stays as it is. Refuses what cannot be an address's
 * domain, and names without `_`, which belong to the public Internet.
 */
export function checkDomainName(typed: string): { name: string } | { refusal: Refusal } {
  const text = typed.normalize('NFKC').trim().toLowerCase().replace(/^@/, '').replace(/\s+/g, '-')
  const bare = spellOut(text.replace(/^_+/, ''))
  if (bare === '') return { refusal: 'error.domain.empty' }
  if (!text.startsWith('_') && bare.includes('.') && !bare.endsWith(privateEnding)) {
    return { refusal: 'error.domain.public' }
  }
  const name = `_${bare}${text.startsWith('_') || bare.includes('.') ? '' : privateEnding}`
  if (name.length > longestName) return { refusal: 'error.domain.long' }
  const labels = name.slice(1).split('.')
  return labels.every((label) => /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(label) && label.length < 63)
    ? { name }
    : { refusal: 'error.domain.characters' }
}

/** Letters of European languages, as people write them where only ASCII goes. */
function spellOut(text: string): string {
  const spelled: Readonly<Record<string, string>> = {
    ä: 'ae',
    ö: 'oe',
    ü: 'ue',
    ß: 'ss',
    æ: 'ae',
    ø: 'oe',
    å: 'aa',
  }
  return text
    .replace(/[äöüßæøå]/g, (letter) => spelled[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
}

const moods =
  'amber brave bright calm clever cosy fair gentle golden happy jolly kind lucky merry mild quiet silver sunny warm wise'
const birds =
  'blackbird crane dove duck finch goose heron jay kestrel lark magpie owl puffin raven robin sparrow starling stork swallow swift tern thrush wagtail wren'

/** A friendly name to start from, such as `_sunny-wren.internal`. 480 of them: it need not be unique beyond the house. */
export function suggestDomainName(random: RandomBytes): string {
  const pick = (words: readonly string[], byte: number | undefined) => words[(byte ?? 0) % words.length]
  const [mood, bird] = random(2)
  return `_${pick(moods.split(' '), mood)}-${pick(birds.split(' '), bird)}${privateEnding}`
}
