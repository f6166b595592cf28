import assert from 'node:assert/strict'
import { test } from 'node:test'
import { main } from './main.ts'

const run = async (...words: string[]) => {
  const said = { out: '', err: '' }
  const code = await main(words, {
    out: (text) => {
      said.out += text
    },
    err: (text) => {
      said.err += text
    },
  })
  return { code, ...said }
}

test('help names every command, and each command tells its options', async () => {
  const { code, out } = await run('--help')
  assert.equal(code, 0)
  const names = [...out.matchAll(/^ {2}roost ([a-z-]+) {2,}\S/gm)].map(([, name]) => name!)
  assert.ok(names.includes('serve') && names.includes('check-config'))
  for (const name of names.filter((word) => !word.startsWith('-'))) {
    const help = await run(name, '--help')
    assert.equal(help.code, 0)
    assert.match(help.out, new RegExp(`^roost ${name}: `))
  }
})

test('no command and an unknown one end with 2 and say what there is', async () => {
  assert.deepEqual([(await run()).code, (await run()).out], [2, ''])
  const { code, err } = await run('sevre')
  assert.equal(code, 2)
  assert.match(err, /there is no command "sevre"\. Commands: serve/)
})

test('wrong options end with 2 and the options there are', async () => {
  for (const args of [['serve'], ['serve', '--nonsense'], ['check-config', 'file.toml']]) {
    const { code, err } = await run(...args)
    assert.equal(code, 2, args.join(' '))
    assert.match(err, /--config FILE/)
  }
})

test('check-config reads --set alone', async () => {
  assert.equal((await run('check-config', '--set', 'domain=_roost.test')).code, 0)
  const { code, err } = await run('check-config', '--set', 'domain=_roost.test', '--set', 'ports.htps=1')
  assert.equal(code, 1)
  assert.equal(err, '--set: ports.htps: unknown key; did you mean ports.https?\n')
})
