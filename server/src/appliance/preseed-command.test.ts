import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { UsageError } from '../command-line.ts'
import { preseedCommand } from './preseed-command.ts'
import { parsePreset } from './preset.ts'

async function runWith(t: TestContext, text: string | undefined) {
  const folder = await mkdtemp(join(tmpdir(), 'roost-preseed-'))
  t.after(() => rm(folder, { recursive: true }))
  if (text !== undefined) await writeFile(join(folder, 'roost.toml'), text)
  const run = join(folder, 'run')
  const lines: string[] = []
  const io = { out: () => {}, err: (line: string) => void lines.push(line) }
  assert.equal(await preseedCommand.run(['--boot', folder, '--run', run], io), 0)
  const preset = parsePreset(await readFile(join(run, 'preseed.json'), 'utf8'), 'preseed.json')
  return { run, said: lines.join(''), preset, files: (await readdir(run)).sort() }
}

test('a full card becomes files for each service, secrets for root alone', async (t) => {
  const { run, said, preset, files } = await runWith(
    t,
    'hostname = "nest"\nsetup_code = "ACDE-3479"\ndomain = "_nest"\n[wifi]\nssid = "n"\npassword = "long enough"\n',
  )
  assert.equal(said, '')
  assert.deepEqual(files, ['hostname', 'preseed.json', 'wpa_supplicant.conf'])
  assert.equal((await stat(join(run, 'wpa_supplicant.conf'))).mode & 0o077, 0)
  assert.equal((await stat(join(run, 'preseed.json'))).mode & 0o007, 0)
  assert.deepEqual([preset.hostname, preset.setupCode, preset.domain], ['nest', 'ACDE3479', '_nest'])
  assert.doesNotMatch(await readFile(join(run, 'preseed.json'), 'utf8'), /long enough/)
})

test('a mistake reaches journal and appliance, and the exit code stays 0', async (t) => {
  const { said, preset, files } = await runWith(t, 'hostnam = "nest"\n')
  assert.match(said, /^roost\.toml:1: .*hostname/)
  assert.deepEqual(
    preset.mistakes.map(({ file, line }) => [file, line]),
    [['roost.toml', 1]],
  )
  assert.deepEqual(files, ['preseed.json'])
})

test('a card without the file asks for nothing', async (t) => {
  const { preset } = await runWith(t, undefined)
  assert.deepEqual(preset, { mistakes: [], settings: {} })
})

test('wrong usage names the options', async () => {
  await assert.rejects(preseedCommand.run(['--boot', '/x'], { out() {}, err() {} }), UsageError)
})
