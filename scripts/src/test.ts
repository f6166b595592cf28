import { glob } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { $ } from 'zx'
import { hostPackages as vmPackages } from '../../test-qemu/host-packages.ts'
import { buildAll } from './build-all.ts'
import { ensurePackages } from './host-packages.ts'
import { Remedy, tell } from './remedy.ts'
import { step } from './steps.ts'
import { add, noTests, runTests } from './test-run.ts'

const usage = `scripts/test: formatter check, types, unit, integration and VM tests

  --fast     only the formatter check, types and unit tests
  --no-vm    everything but the VM tests
  --help     this text`

const root = dirname(dirname(import.meta.dirname))
/** Debian packages whose programs the integration tests call: a browser, and clients and limits from outside Node. */
const integrationPackages = ['chromium', 'python3', 'util-linux', 'iproute2', 'isync', 'neomutt', 'curl']

const folders = '{firmware-config,image,scripts,server,setup-wizard,test-qemu}'

/** Tests by the suffix of their file: how many files may run at once, seconds one test and all may take. */
const kinds = [
  {
    name: 'unit',
    suffix: '.test.ts',
    not: /\.(integration|vm)\.test\.ts$/,
    concurrency: 2,
    seconds: 60,
    budget: 600,
  },
  {
    name: 'integration',
    suffix: '.integration.test.ts',
    not: /^$/,
    concurrency: 1,
    seconds: 300,
    budget: 1500,
  },
  { name: 'vm', suffix: '.vm.test.ts', not: /^$/, concurrency: 1, seconds: 1200, budget: 2100 },
] as const

async function filesOf(kind: (typeof kinds)[number]): Promise<string[]> {
  const found: string[] = []
  for await (const file of glob(`${folders}/**/*${kind.suffix}`, {
    cwd: root,
    exclude: ['**/node_modules', '**/dist'],
  }))
    if (!kind.not.test(file)) found.push(join(root, file))
  return found.sort()
}

function readOptions() {
  try {
    const boolean = { type: 'boolean', default: false } as const
    return parseArgs({ options: { fast: boolean, 'no-vm': boolean, help: boolean } }).values
  } catch (error) {
    throw new Remedy(`${(error as Error).message}\n\n${usage}`)
  }
}

async function check(what: string, command: readonly string[], remedy: string): Promise<void> {
  step(what)
  const done = await $({ cwd: root, nothrow: true, stdio: ['ignore', 'inherit', 'inherit'] })`${command}`
  if (done.exitCode !== 0) throw new Remedy(`${what} failed. ${remedy}`)
}

await tell(async () => {
  const options = readOptions()
  if (options.help) {
    console.log(usage)
    return 0
  }
  const bin = join(root, 'node_modules/.bin')
  await check(
    'format and lint',
    [`${bin}/biome`, 'check', '.'],
    'node_modules/.bin/biome check --write . mends most of it.',
  )
  await check('types', [`${bin}/tsc`, '--noEmit'], 'Mend the types named above.')

  const [unit, integration, vm] = kinds
  const wanted = options.fast ? [unit] : options['no-vm'] ? [unit, integration] : [unit, integration, vm]
  if (!options.fast) {
    await ensurePackages([...integrationPackages, ...(options['no-vm'] ? [] : vmPackages)])
    await buildAll({ root, ifNeeded: true, serverOnly: options['no-vm'] })
  }

  let total = noTests
  for (const kind of wanted) {
    const files = await filesOf(kind)
    step(`${kind.name} tests: ${files.length} files`)
    total = add(total, await runTests(files, kind.concurrency, kind.seconds * 1000, kind.budget * 1000))
  }
  step('done')
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
  return total.failed === 0 && total.passed > 0 ? 0 : 1
})
