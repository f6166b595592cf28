import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { constants } from 'node:os'
import { join } from 'node:path'

/** What must not outlive this process, however it ends: server processes and the folders they write to. */
const children = new Set<ChildProcess>()
const folders = new Set<string>()

/** A new folder below `parent` that is removed at the latest when this process ends. */
export const scratchFolder = (parent: string): string => {
  const folder = mkdtempSync(join(parent, 'roost-bench-'))
  folders.add(folder)
  return folder
}

export const removeScratch = async (folder: string): Promise<void> => {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  folders.delete(folder)
}

/** The child is killed when this process ends. */
export const endsWithUs = (child: ChildProcess): void => {
  children.add(child)
  child.once('exit', () => children.delete(child))
}

process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL')
  // A child that is being killed may still make a file.
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => process.exit(128 + constants.signals[signal]))
