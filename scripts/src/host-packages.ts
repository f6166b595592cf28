import { $ } from 'zx'
import { Remedy } from './remedy.ts'
import { step } from './steps.ts'

/**
 * Makes sure that Debian packages are on this machine; installs what is missing when it may.
 *
 * @param wanted package names; `a|b` is satisfied by either and installs `a`
 * @throws Remedy with the command to run when this user may not install packages
 */
export async function ensurePackages(wanted: readonly string[]): Promise<void> {
  const missing: string[] = []
  for (const name of new Set(wanted)) {
    const choices = name.split('|')
    const installed = await Promise.all(choices.map(isInstalled))
    if (!installed.includes(true)) missing.push(choices[0] as string)
  }
  if (missing.length === 0) return
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`
  const prefix = await rootPrefix()
  if (prefix === undefined) throw new Remedy(`these packages are missing. Run as root: ${command}`)
  step(`installing ${missing.join(' ')} (apt)`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    await $({ env, quiet: true })`${prefix} apt-get update -qq`
    await $({ env, quiet: true })`${prefix} apt-get install -y -qq --no-install-recommends ${missing}`
  } catch (error) {
    throw new Remedy(`apt could not install ${missing.join(' ')}. Run: ${command}\n${String(error)}`)
  }
}

const isInstalled = async (name: string): Promise<boolean> => {
  const found = await $({ nothrow: true, quiet: true })`dpkg-query -s ${name}`
  return found.exitCode === 0 && /^Status: install ok installed$/m.test(found.stdout)
}

const rootPrefix = async (): Promise<string[] | undefined> => {
  const apt = await $({ nothrow: true, quiet: true })`command -v apt-get`
  if (apt.exitCode !== 0) return undefined
  if (process.getuid?.() === 0) return []
  const sudo = await $({ nothrow: true, quiet: true })`sudo -n true`
  if (sudo.exitCode === 0) return ['sudo', '-n']
  const askable =
    process.stdin.isTTY && (await $({ nothrow: true, quiet: true })`command -v sudo`).exitCode === 0
  return askable ? ['sudo'] : undefined
}
