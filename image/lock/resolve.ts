import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packages, provided, suites } from '../recipe.ts'
import { run } from '../run.ts'
import type { LockedPackage } from './lock.ts'
import type { Mirror } from './mirror.ts'

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'

/**
 * Lets apt resolve the recipe against a mirror, in a folder of its own, so that the machine's apt is neither used nor
 * changed. apt checks the archive's signatures against Debian's keyring. `only` limits the result to those names.
 */
export async function resolve(mirror: Mirror, architecture: string): Promise<LockedPackage[]> {
  const folder = await mkdtemp(join(tmpdir(), 'roost-apt-'))
  try {
    const env = await configure(folder, mirror, architecture)
    await run('apt-get', ['update', '-qq', '-o', 'APT::Update::Error-Mode=any'], { env }).catch(unreadable)
    const plan = await run('apt-get', ['install', '-s', '-q', ...packages], { env })
    const chosen = [...plan.matchAll(/^Inst (\S+) \((\S+) /gm)].map((match) => `${match[1]}=${match[2]}`)
    const shown = await run('apt-cache', ['show', '--no-all-versions', ...chosen], { env })
    const origins = await run('apt-cache', ['madison', ...chosen.map((name) => name.split('=')[0]!)], { env })
    return describe(shown, origins)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const unreadable = (error: Error): never => {
  throw new Error(
    `the mirror's package lists cannot be read; check the network, or name another by --mirror\n${error.message}`,
  )
}

/** Joins `apt-cache show` (file, size, hash) with `apt-cache madison` (suite). Pure. */
export function describe(shown: string, origins: string): LockedPackage[] {
  const suiteOf = new Map<string, string>()
  for (const line of origins.split('\n')) {
    const [name, version, source] = line.split('|').map((part) => part.trim())
    const suite = source?.split(' ')[1]?.split('/')[0]
    if (name && version && suite && !suiteOf.has(`${name}=${version}`))
      suiteOf.set(`${name}=${version}`, suite)
  }
  const found = new Map<string, LockedPackage>()
  for (const stanza of shown.split(/\n\n+/)) {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(stanza)?.[1]
    const name = field('Package')
    const version = field('Version')
    const suite = suiteOf.get(`${name}=${version}`)
    if (name === undefined || version === undefined || suite === undefined || found.has(name)) continue
    found.set(name, {
      name,
      version,
      architecture: field('Architecture') ?? '',
      suite,
      path: field('Filename') ?? '',
      size: Number(field('Size')),
      sha256: field('SHA256') ?? '',
    })
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

async function configure(
  folder: string,
  mirror: Mirror,
  architecture: string,
): Promise<Record<string, string>> {
  for (const name of ['state/lists/partial', 'cache/archives/partial', 'etc']) {
    await mkdir(join(folder, name), { recursive: true })
  }
  await writeFile(join(folder, 'status'), Object.keys(provided).map(installed).join('\n'))
  await writeFile(join(folder, 'etc/sources.list'), suites.map(line).join('\n'))
  await writeFile(join(folder, 'etc/preferences'), preferences())
  await writeFile(
    join(folder, 'apt.conf'),
    `Dir "${folder}";
Dir::State "state";
Dir::State::status "${folder}/status";
Dir::Cache "cache";
Dir::Etc::sourcelist "${folder}/etc/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "${folder}/etc/preferences";
Dir::Etc::preferencesparts "/dev/null";
APT::Architecture "${architecture}";
APT::Architectures "${architecture}";
APT::Install-Recommends "false";
APT::Sandbox::User "root";
Acquire::Languages "none";
Acquire::Retries "3";
Debug::NoLocking "true";
`,
  )
  return { APT_CONFIG: join(folder, 'apt.conf') }

  function line(suite: (typeof suites)[number]): string {
    // A suite from which one pinned firmware package is taken may be old on a mirror: its signature still counts,
    // its age does not, since the lock pins the file anyway.
    const age = suite.only ? ' check-valid-until=no' : ''
    const options = `[arch=${architecture} signed-by=${keyring}${age}]`
    return `deb ${options} ${mirror[suite.archive]} ${suite.name} ${suite.components.join(' ')}\n`
  }
}

/** The packages that the card does without, so that apt does not ask for them. */
const installed = (name: string): string =>
  `Package: ${name}\nStatus: install ok installed\nArchitecture: all\nMulti-Arch: foreign\nVersion: 99:1\nMaintainer: Roost\nDescription: left out\n`

function preferences(): string {
  const stanza = (what: string, suite: string, priority: number) =>
    `Package: ${what}\nPin: release n=${suite}\nPin-Priority: ${priority}\n\n`
  return suites
    .filter((suite) => suite.only)
    .map((suite) => stanza('*', suite.name, -1) + stanza(suite.only!.join(' '), suite.name, 990))
    .join('')
}
