import { chmod, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SetupStorage } from '../../../setup-wizard/server/set-up.ts'
import {
  codeLength,
  generateSetupCode,
  normaliseSetupCode,
  type RandomBytes,
} from '../../../setup-wizard/setup-code.ts'
import { writeDurably } from '../certificate/durable-file.ts'

/** What the appliance keeps in its data folder, beside what the mail server keeps there. */
export const applianceFiles = (data: string) => ({
  /** Answers and progress of set-up, and the fingerprint of the session that may write. */
  setup: join(data, 'setup.json'),
  /** The setup code, while the box is not set up. */
  code: join(data, 'setup-code'),
  /** The mail server's configuration, made anew from the answers at each start. */
  config: join(data, 'roost.toml'),
})

/** Only the service may look into the data folder. */
export async function openDataFolder(data: string): Promise<void> {
  await mkdir(data, { recursive: true, mode: 0o700 })
  await chmod(data, 0o700)
}

/** The text of a file, or undefined when there is none. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** The wizard's memory in one file. */
export const setupStorage = (data: string): SetupStorage => ({
  load: () => readText(applianceFiles(data).setup),
  save: (text) => writeDurably(applianceFiles(data).setup, text, 0o600),
})

/** The code of the card's file if it has one that is long enough, else the one made at the first start. */
export async function loadSetupCode(
  data: string,
  preset: string | undefined,
  random: RandomBytes,
): Promise<string> {
  if (preset !== undefined && isLongEnough(preset)) return preset
  const path = applianceFiles(data).code
  const kept = (await readText(path))?.trim() ?? ''
  if (isLongEnough(kept)) return kept
  const code = generateSetupCode(random)
  await writeDurably(path, `${code}\n`, 0o600)
  return code
}

const isLongEnough = (code: string): boolean => normaliseSetupCode(code).length >= codeLength
