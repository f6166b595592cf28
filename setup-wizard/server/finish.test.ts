import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SetupAnswers } from '../steps.ts'
import { memoryStorage, startTestWizard, type TestWizard, testCode } from './test-wizard.ts'

const joinUrl = 'http://192.168.1.20/join'

async function answerAll({ claim, answer }: TestWizard): Promise<void> {
  await claim()
  await answer({ do: 'domain', domain: { kind: 'name', name: '_roost.test' } })
  assert.equal((await answer({ do: 'access', access: 'open' })).json.step, 'review')
}

const finish = (wizard: TestWizard) => wizard.send('POST', '/setup/api/finish', { body: {} })
const state = async (wizard: TestWizard) => (await wizard.send('GET', '/setup/api/state')).json

/** Waits until a start that is under way has been recorded. */
async function settled(wizard: TestWizard): Promise<void> {
  while ((await state(wizard)).phase === 'starting') await new Promise((resolve) => setTimeout(resolve, 5))
}

test('finish starts the server once with all answers; then writing is gone and the secrets with it', async (t) => {
  const starts: SetupAnswers[] = []
  const gate = Promise.withResolvers<void>()
  const wizard = await startTestWizard(t, {
    async start(answers) {
      starts.push(answers)
      await gate.promise
      return { joinUrl }
    },
    stage: () => 'server',
  })
  await answerAll(wizard)
  const started = await finish(wizard)
  assert.deepEqual([started.json.phase, started.json.stage], ['starting', 'server'])
  assert.equal((await finish(wizard)).status, 409, 'a second press')
  assert.equal((await wizard.answer({ do: 'back' })).status, 409)
  assert.equal(wizard.wizard.state.phase, 'starting')
  gate.resolve()
  await settled(wizard)

  assert.deepEqual(starts, [{ language: 'en', domain: '_roost.test', access: 'open' }])
  assert.equal(wizard.wizard.state.phase, 'done')
  for (const write of [
    await wizard.claim(),
    await wizard.claim('WRNGWRNG'),
    await wizard.answer({ do: 'back' }),
    await finish(wizard),
    await wizard.send('POST', '/setup/api/claim', { body: '{' }),
  ]) {
    assert.equal(write.status, 410)
    assert.equal(write.json.message, 'Set-up is finished. Nothing can be changed here any more.')
  }
  const seen = await state(wizard)
  assert.equal(seen.joinUrl, joinUrl)
  assert.equal(seen.answers, undefined)
})

test('a failed start says why, keeps the answers and can be tried again', async (t) => {
  let tries = 0
  const wizard = await startTestWizard(t, {
    async start() {
      if (++tries === 1) throw new Error('port 993 is used by another program')
      return { joinUrl }
    },
  })
  await answerAll(wizard)
  await finish(wizard)
  await settled(wizard)
  const failed = await state(wizard)
  assert.equal(failed.phase, 'failed')
  assert.equal(failed.answers.failure, 'port 993 is used by another program')
  assert.equal(failed.answers.domain.name, '_roost.test')
  await finish(wizard)
  await settled(wizard)
  assert.equal((await state(wizard)).phase, 'done')
})

test('a power cut at every saved state: the next boot goes on from there', async (t) => {
  const storage = memoryStorage()
  const snapshots: string[] = []
  const save = storage.save.bind(storage)
  storage.save = async (text) => {
    await save(text)
    snapshots.push(text)
  }
  const wizard = await startTestWizard(t, { storage })
  await answerAll(wizard)
  await wizard.answer({ do: 'back' })
  await wizard.answer({ do: 'access', access: 'open' })
  await finish(wizard)
  await settled(wizard)
  assert.equal(snapshots.length, 7)

  for (const snapshot of snapshots) {
    const next = await startTestWizard(t, { storage: memoryStorage(snapshot) })
    const expected = JSON.parse(snapshot).state
    await settled(next)
    if (expected.phase === 'asking') {
      assert.equal((await next.claim(testCode)).json.step, expected.step)
      assert.equal(
        (await next.answer({ do: 'domain', domain: { kind: 'name', name: '_again.test' } })).status,
        200,
      )
      await next.answer({ do: 'access', access: 'open' })
      await finish(next)
      await settled(next)
    }
    assert.equal((await state(next)).joinUrl, joinUrl)
  }
})

test('a full card: the answer is refused in words, nothing moved, and later it works', async (t) => {
  const storage = memoryStorage()
  const wizard = await startTestWizard(t, { storage })
  await wizard.claim()
  storage.fail = true
  const refused = await wizard.answer({ do: 'domain', domain: { kind: 'name', name: '_a' } })
  assert.deepEqual([refused.status, refused.json.error], [507, 'error.storage'])
  assert.equal((await state(wizard)).step, 'domain')
  storage.fail = false
  assert.equal(
    (await wizard.answer({ do: 'domain', domain: { kind: 'name', name: '_a' } })).json.step,
    'access',
  )
})

test('a damaged file starts afresh', async (t) => {
  const wizard = await startTestWizard(t, { storage: memoryStorage('{"version":1,"state":') })
  assert.equal((await wizard.claim()).json.step, 'domain')
})

test('answers of the wrong shape or out of turn are refused and move nothing', async (t) => {
  const wizard = await startTestWizard(t)
  await wizard.claim()
  for (const [move, status] of [
    [{}, 400],
    [{ do: 'started', joinUrl: 'http://evil.example' }, 400],
    [{ do: 'claim', language: 'en' }, 400],
    [{ do: 'domain', domain: '_x' }, 400],
    [{ do: 'domain', domain: { kind: 'name', name: 'example.org' } }, 422],
    [{ do: 'domain', domain: { kind: 'address', address: '192.168.1.99' } }, 422],
    [{ do: 'access', access: 'closed' }, 400],
    [{ do: 'access', access: 'open' }, 409],
    [{ do: 'language', language: 'tlh' }, 400],
  ] as const) {
    assert.equal((await wizard.answer(move)).status, status, JSON.stringify(move))
  }
  assert.equal((await finish(wizard)).status, 409)
  assert.equal((await state(wizard)).step, 'domain')
})

test('strangers see that a box is there, and no answers; mistakes of the file are shown to all', async (t) => {
  const mistakes = [{ file: 'roost.toml', line: 3, message: 'unknown key' }]
  const wizard = await startTestWizard(t, { preseedErrors: mistakes, preseed: { domain: '_nest.internal' } })
  await wizard.claim()
  const own = await state(wizard)
  assert.equal(own.answers.suggestion, '_nest.internal')
  assert.deepEqual(own.answers.addresses, ['192.168.1.20'])
  const { json } = await wizard.send('GET', '/setup/api/state', { stranger: true })
  assert.deepEqual(json, {
    version: '1.2.3',
    language: 'en',
    claimed: true,
    holder: false,
    step: 'claim',
    phase: 'asking',
    mistakes,
  })
})
