import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Archive } from '../recipe.ts'

/** The roots of a Debian mirror, without a slash at the end. */
export type Mirror = Readonly<Record<Archive, string>>

export interface AptSource {
  readonly uri: string
  readonly suite: string
}

/** Reads one-line sources (sources.list(5)); comments and `deb-src` are left out. */
export function parseOneLine(text: string): AptSource[] {
  const sources: AptSource[] = []
  for (const line of text.split('\n')) {
    const words = line
      .replace(/#.*/, '')
      .replace(/\[[^\]]*\]/, ' ')
      .trim()
      .split(/\s+/)
    if (words[0] === 'deb' && words[1] && words[2]) sources.push({ uri: trim(words[1]), suite: words[2] })
  }
  return sources
}

/** Reads deb822 sources (sources.list(5)); disabled stanzas and `deb-src` are left out. */
export function parseDeb822(text: string): AptSource[] {
  const sources: AptSource[] = []
  const uncommented = text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
  for (const stanza of uncommented.split(/\n\s*\n/)) {
    const fields = new Map<string, string>()
    for (const match of stanza.matchAll(/^([A-Za-z-]+):((?:.*(?:\n[ \t]+.*)*))/gm)) {
      fields.set(match[1]!.toLowerCase(), match[2]!.trim())
    }
    if (!words(fields.get('types')).includes('deb')) continue
    if (/^(no|false|0|off)$/i.test(fields.get('enabled') ?? 'yes')) continue
    for (const uri of words(fields.get('uris'))) {
      for (const suite of words(fields.get('suites'))) sources.push({ uri: trim(uri), suite })
    }
  }
  return sources
}

/**
 * The Debian mirror among a machine's apt sources. A root that ends in `/debian` is one; `/debian-security` is its
 * sister, taken from the sources too when they name it. `undefined` on machines whose apt knows no Debian mirror.
 */
export function debianMirror(sources: readonly AptSource[]): Mirror | undefined {
  const plain = sources.map((source) => source.uri).filter((uri) => /^https?:/.test(uri))
  const debian = plain.find((uri) => uri.endsWith('/debian'))
  if (debian === undefined) return undefined
  return {
    debian,
    'debian-security': plain.find((uri) => uri.endsWith('/debian-security')) ?? sister(debian),
  }
}

/** A mirror from `--mirror URL`: the root that holds `dists/` and `pool/`. Throws when it is not a web address. */
export function namedMirror(url: string): Mirror {
  if (!/^https?:\/\/[^/]+\/?/.test(url)) {
    throw new Error(`--mirror "${url}" is not a web address; expected http(s)://HOST/debian`)
  }
  return { debian: trim(url), 'debian-security': sister(trim(url)) }
}

/** The default that the installed debootstrap names, for hosts such as Ubuntu whose apt knows no Debian mirror. */
export function debootstrapMirror(script: string): Mirror | undefined {
  const match = /^DEF_MIRROR="([^"]+\/debian)\/?"$/m.exec(script)
  return match?.[1] === undefined ? undefined : namedMirror(match[1])
}

/** The mirror to use on this machine. Throws with the remedy when there is none. */
export async function findMirror(named: string | undefined, etc = '/etc/apt'): Promise<Mirror> {
  if (named !== undefined) return namedMirror(named)
  const sources = parseOneLine(await readOr(join(etc, 'sources.list')))
  const parts = await readdir(join(etc, 'sources.list.d')).catch(() => [])
  for (const name of parts.sort()) {
    const text = await readOr(join(etc, 'sources.list.d', name))
    if (name.endsWith('.sources')) sources.push(...parseDeb822(text))
    if (name.endsWith('.list')) sources.push(...parseOneLine(text))
  }
  const mirror = debianMirror(sources) ?? debootstrapMirror(await readOr('/usr/sbin/debootstrap'))
  if (mirror) return mirror
  throw new Error('this machine knows no Debian mirror; name one: scripts/build --mirror http://HOST/debian')
}

const trim = (uri: string): string => uri.replace(/\/+$/, '')
const sister = (debian: string): string => `${debian.replace(/\/debian$/, '')}/debian-security`
const words = (field: string | undefined): string[] => field?.split(/\s+/).filter(Boolean) ?? []
const readOr = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '')
