import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getAsset, isSea } from 'node:sea'

/** Where an asset lies when the program runs from its sources. */
const sources = {
  'ui/': '../../setup-wizard/dist/',
} as const

/**
 * Bytes that belong to the program: `ui/app.js` and the like. In the single executable they are part of it,
 * otherwise files of the source tree. `undefined` when there is no such asset.
 */
export function readAsset(name: string): Uint8Array | undefined {
  if (isSea()) {
    try {
      return new Uint8Array(getAsset(name))
    } catch {
      return undefined
    }
  }
  for (const [prefix, folder] of Object.entries(sources)) {
    if (!name.startsWith(prefix) || name.includes('..')) continue
    try {
      return readFileSync(join(import.meta.dirname, folder, name.slice(prefix.length)))
    } catch {
      return undefined
    }
  }
  return undefined
}
