import { closeSync, mkdtempSync, openSync, rmdirSync, unlinkSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getAsset } from 'node:sea'

/** Name of lmdb's addon among the assets of the single executable. */
export const addonAsset = 'lmdb.node'

/**
 * Stands in for lmdb's own search for its addon inside the single executable. The loader of the system needs a
 * file, so the bytes are written to a private folder where programs may be executed and unlinked once loaded.
 */
export default function loadAddon(): unknown {
  const bytes = Buffer.from(getAsset(addonAsset))
  const failures: string[] = []
  for (const parent of executableFolders()) {
    try {
      return loadFrom(parent, bytes)
    } catch (error) {
      failures.push((error as Error).message)
    }
  }
  throw new Error(
    `The database engine needs a folder for a moment that allows executables; ${failures.join('; ')}. ` +
      'Set RUNTIME_DIRECTORY to a folder on a file system without noexec.',
  )
}

/** systemd's RuntimeDirectory= first (systemd.exec(5)); then memory, then what every machine has. */
function executableFolders(): string[] {
  const own = process.env.RUNTIME_DIRECTORY?.split(':') ?? []
  return [...own, '/dev/shm', tmpdir()]
}

function loadFrom(parent: string, bytes: Uint8Array): unknown {
  const folder = mkdtempSync(join(parent, 'roost-'))
  const file = join(folder, addonAsset)
  try {
    const descriptor = openSync(file, 'wx', 0o700)
    try {
      for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written)
    } finally {
      closeSync(descriptor)
    }
    const module = { exports: {} }
    process.dlopen(module, file)
    return module.exports
  } finally {
    try {
      unlinkSync(file)
    } finally {
      rmdirSync(folder)
    }
  }
}
