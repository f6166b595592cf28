import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Preseed, readPreseed } from '../../../firmware-config/preseed.ts'
import { wpaSupplicantConf } from '../../../firmware-config/wpa-supplicant.ts'
import { type Command, type CommandIo, UsageError } from '../command-line.ts'
import { formatConfigError } from '../config/error.ts'

/** `roost preseed`: turns the card's roost.toml into what the box's services read. Runs as root, once a boot. */
export const preseedCommand: Command = {
  name: 'preseed',
  summary: 'reads roost.toml from the card at boot',
  options: [
    ['--boot FOLDER', 'where the boot partition is mounted'],
    ['--run FOLDER', 'where the result goes: preseed.json, hostname, wpa_supplicant.conf, authorized_keys'],
  ],
  run,
}

async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const given = parse(args)
  const preseed = await readCard(join(given.boot, 'roost.toml'))
  for (const error of preseed.errors) io.err(`${formatConfigError(error)}\n`)
  await mkdir(given.run, { recursive: true })
  for (const [name, { text, mode }] of preseedFiles(preseed)) {
    await writeFile(join(given.run, name), text, { mode })
  }
  return 0
}

/** The files a pre-seed becomes. Only preseed.json is for the server's group; the others are root's. Pure. */
export function preseedFiles(
  preseed: Preseed,
): Map<string, { readonly text: string; readonly mode: number }> {
  const { errors, settings, wifi, sshKey } = preseed
  const files = new Map([
    ['preseed.json', { text: `${JSON.stringify({ errors, settings })}\n`, mode: 0o640 }],
  ])
  if (typeof settings.hostname === 'string')
    files.set('hostname', { text: `${settings.hostname}\n`, mode: 0o644 })
  if (wifi !== undefined) files.set('wpa_supplicant.conf', { text: wpaSupplicantConf(wifi), mode: 0o600 })
  if (sshKey !== undefined) files.set('authorized_keys', { text: `${sshKey}\n`, mode: 0o600 })
  return files
}

/** A card without the file asks for nothing; one that cannot be read is a mistake to show, not a reason to stop. */
async function readCard(path: string): Promise<Preseed> {
  try {
    return readPreseed(await readFile(path, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { errors: [], settings: {} }
    const message = `cannot be read (${(error as Error).message}); write the card anew or set the box up in the wizard`
    return { errors: [{ file: 'roost.toml', message }], settings: {} }
  }
}

function parse(args: readonly string[]): { boot: string; run: string } {
  let values: { boot?: string | undefined; run?: string | undefined }
  try {
    values = parseArgs({
      args: [...args],
      options: { boot: { type: 'string' }, run: { type: 'string' } },
    }).values
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
  const { boot, run: folder } = values
  if (boot === undefined || folder === undefined)
    throw new UsageError('--boot FOLDER and --run FOLDER are needed')
  return { boot, run: folder }
}
