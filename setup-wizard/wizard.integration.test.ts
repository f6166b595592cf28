import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { memoryStorage, startTestWizard, testCode } from './server/test-wizard.ts'
import type { SetupAnswers } from './steps.ts'
import { builtAssets, openPage } from './test-browser.ts'
import type { StartStage } from './view.ts'

const joinUrl = 'http://192.168.1.20/join'
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()

test('a phone, by touch, in English: wrong code, reload, back, change, live progress, join code', async (t) => {
  const started: SetupAnswers[] = []
  const gate = Promise.withResolvers<void>()
  t.after(() => gate.resolve())
  let stage: StartStage = 'settings'
  const box = await startTestWizard(t, {
    assets: await builtAssets(t),
    preseed: { domain: '_sunny-wren.internal' },
    preseedErrors: [{ file: 'roost.toml', line: 7, message: 'hostnam: no such key; did you mean hostname?' }],
    stage: () => stage,
    async start(answers) {
      started.push(answers)
      await gate.promise
      return { joinUrl }
    },
  })
  const origin = `http://127.0.0.1:${box.port}`
  const { page, look, picture, forgetErrors } = await openPage(t, origin, { locale: 'en-GB' })
  await page.goto(`${origin}/`)
  await heading(page, 'Welcome to your Roost')
  await page.getByText('roost.toml, line 7').waitFor()
  await look('1-claim')

  await page.getByLabel('Setup code').fill('WRNG-WRNG')
  await page.getByRole('button', { name: 'Continue' }).tap()
  await page.getByRole('alert').getByText('That is not the code').waitFor()
  await look('1-claim-wrong')
  forgetErrors()

  await page.getByLabel('Setup code').fill('acde 3467')
  await page.getByRole('button', { name: 'Continue' }).tap()
  await heading(page, 'How should addresses end?')
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1', 'focus is at the new step')
  assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), '_sunny-wren.internal')
  assert.ok(await page.getByRole('radio', { name: /Reachable from the Internet/ }).isDisabled())
  await look('2-domain')

  await page.getByLabel('Name', { exact: true }).fill('house.example.org')
  await page.getByRole('button', { name: 'Continue' }).tap()
  await page.getByRole('alert').getByText('This is a name on the Internet').waitFor()
  await look('2-domain-wrong')
  await page.getByLabel('Name', { exact: true }).fill('Garden Lane 7')
  await page.getByText('k7m2x9qpd@_garden-lane-7.internal').waitFor()
  await page.getByRole('button', { name: 'Continue' }).tap()
  await heading(page, 'Who may join?')
  await look('3-access')

  await page.reload()
  await heading(page, 'Who may join?')
  await page.getByRole('button', { name: 'Back' }).tap()
  await heading(page, 'How should addresses end?')
  assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), '_garden-lane-7.internal')
  await page.getByRole('radio', { name: 'The network address of the box' }).tap()
  await look('2-domain-address')
  await page.getByRole('button', { name: 'Continue' }).tap()
  await page.getByRole('button', { name: 'Continue' }).tap()
  await heading(page, 'Ready to start')
  await page.getByText('@[192.168.1.20]').waitFor()
  await look('4-review')
  await page.getByRole('button', { name: 'Change: Addresses end with' }).tap()
  await heading(page, 'How should addresses end?')
  await page.getByRole('radio', { name: 'A name for your house' }).tap()
  await page.getByRole('button', { name: 'Continue' }).tap()
  await heading(page, 'Who may join?')
  await page.goBack()
  await heading(page, 'How should addresses end?')
  await page.getByRole('button', { name: 'Continue' }).tap()
  await page.getByRole('button', { name: 'Continue' }).tap()
  await page.getByRole('button', { name: 'Start the chat server' }).tap()

  await heading(page, 'Building the nest')
  stage = 'server'
  await page.getByText('Making keys and starting the server, in progress').waitFor()
  await look('5-starting')
  await page.reload()
  await heading(page, 'Building the nest')
  gate.resolve()
  await heading(page, 'Your chat server is running')
  assert.deepEqual(started, [{ language: 'en', domain: '_sunny-wren.internal', access: 'open' }])
  await page.getByRole('img', { name: `QR code for ${joinUrl}` }).waitFor()
  assert.equal(await page.getByRole('link', { name: '192.168.1.20/join' }).getAttribute('href'), joinUrl)
  await look('6-done')
  await page.getByRole('button', { name: 'Copy link' }).tap()
  await page.getByRole('status').getByText('Copied').waitFor()
  await page.emulateMedia({ media: 'print' })
  await page.getByText('Our house chats').waitFor()
  assert.ok(!(await page.getByText('What next?').isVisible()), 'paper carries the poster alone')
  await page.setViewportSize({ width: 794, height: 1123 })
  await picture('7-poster')
})

test('keyboard only, in German, dark, with the code from the QR code', async (t) => {
  const box = await startTestWizard(t, { assets: await builtAssets(t), preseed: { domain: '_nest' } })
  const origin = `http://127.0.0.1:${box.port}`
  const { page, look } = await openPage(t, origin, {
    locale: 'de-DE',
    colorScheme: 'dark',
    reducedMotion: 'reduce',
    isMobile: false,
    hasTouch: false,
  })
  await page.goto(`${origin}/#${testCode}`)
  await heading(page, 'Willkommen bei Roost')
  assert.equal(await page.getByLabel('Einrichtungscode').inputValue(), testCode)
  assert.equal(new URL(page.url()).hash, '', 'the code does not stay in the address')
  await look('de-1-claim')

  /** Presses Tab until the wanted element has the focus. */
  async function tabTo(role: Parameters<Page['getByRole']>[0], name: string) {
    for (let press = 0; press < 15; press++) {
      await page.keyboard.press('Tab')
      const reached = await page
        .getByRole(role, { name, exact: true })
        .evaluateAll((found) => found.some((element) => element === document.activeElement))
      if (reached) return
    }
    assert.fail(`Tab never reaches ${name}`)
  }

  await tabTo('textbox', 'Einrichtungscode')
  await page.keyboard.press('Enter')
  await heading(page, 'Wie sollen Adressen enden?')
  await look('de-2-domain')
  await tabTo('radio', 'Ein Name für euer Haus empfohlen')
  await page.keyboard.press('ArrowDown')
  await page.getByLabel('Netzadresse', { exact: true }).waitFor()
  await page.keyboard.press('ArrowUp')
  await tabTo('button', 'Weiter')
  await page.keyboard.press('Enter')
  await heading(page, 'Wer darf mitmachen?')
  await look('de-3-access')
  await tabTo('button', 'Weiter')
  await page.keyboard.press('Space')
  await heading(page, 'Bereit zum Start')
  await look('de-4-review')
  await tabTo('button', 'Chat-Server starten')
  await page.keyboard.press('Enter')
  await heading(page, 'Euer Chat-Server läuft')
  await look('de-6-done')
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'de')
})

test('ten wrong codes: the page counts down; the language can be switched meanwhile', async (t) => {
  const box = await startTestWizard(t, { assets: await builtAssets(t) })
  const origin = `http://127.0.0.1:${box.port}`
  const { page, look, forgetErrors } = await openPage(t, origin, { locale: 'en-US' })
  await page.goto(`${origin}/setup/`)
  for (let wrong = 0; wrong < 10; wrong++) {
    await page.getByLabel('Setup code').fill('WRNGWRNG')
    const answered = page.waitForResponse(/api\/claim/)
    await page.getByRole('button', { name: 'Continue' }).tap()
    await (await answered).finished()
  }
  await page
    .getByText(/Please wait [1-5] seconds?/)
    .first()
    .waitFor()
  await page.getByRole('button', { name: 'Deutsch' }).tap()
  await page
    .getByText(/Bitte warte [1-5] Sekunden?/)
    .first()
    .waitFor()
  await look('de-1-claim-wait')
  box.time.ms += 5_000
  await page.getByText('Du kannst es jetzt wieder versuchen.').waitFor({ timeout: 10_000 })
  forgetErrors()
  await page.reload()
  await heading(page, 'Willkommen bei Roost')
  await page.getByLabel('Einrichtungscode').fill(testCode)
  await page.getByRole('button', { name: 'Weiter' }).tap()
  await heading(page, 'Wie sollen Adressen enden?')
})

test('a failed start, a second device that takes over, and a full card all say what to do', async (t) => {
  const storage = memoryStorage()
  let tries = 0
  const box = await startTestWizard(t, {
    assets: await builtAssets(t),
    storage,
    async start() {
      if (++tries === 1) throw new Error('port 993 is used by another program')
      return { joinUrl }
    },
  })
  const origin = `http://127.0.0.1:${box.port}`
  const { page, look, forgetErrors } = await openPage(t, origin, { locale: 'en-US' })
  await page.goto(`${origin}/#${testCode}`)
  await page.getByRole('button', { name: 'Continue' }).tap()
  await heading(page, 'How should addresses end?')
  storage.fail = true
  await page.getByRole('button', { name: 'Continue' }).tap()
  await page.getByRole('alert').getByText('could not save your answer').waitFor()
  storage.fail = false
  await page.getByRole('button', { name: 'Continue' }).tap()
  await heading(page, 'Who may join?')
  await box.claim(testCode)
  await page.getByRole('button', { name: 'Continue' }).tap()
  await page.getByText('Another device went on with the set-up').waitFor()
  await look('1-claim-lost')
  await page.getByLabel('Setup code').fill(testCode)
  await page.getByRole('button', { name: 'Continue' }).tap()
  await heading(page, 'Who may join?')
  await page.getByRole('button', { name: 'Continue' }).tap()
  await page.getByRole('button', { name: 'Start the chat server' }).tap()
  await page.getByText('port 993 is used by another program').waitFor()
  await look('4-review-failed')
  forgetErrors()
  await page.getByRole('button', { name: 'Try again' }).tap()
  await heading(page, 'Your chat server is running')
})

test('lost Wi-Fi while the box works: the page says so, keeps asking and goes on', async (t) => {
  const gate = Promise.withResolvers<void>()
  t.after(() => gate.resolve())
  const box = await startTestWizard(t, {
    assets: await builtAssets(t),
    async start() {
      await gate.promise
      return { joinUrl }
    },
  })
  const origin = `http://127.0.0.1:${box.port}`
  const { page, look, forgetErrors } = await openPage(t, origin, { locale: 'en-US' })
  await page.goto(`${origin}/#${testCode}`)
  for (const name of ['Continue', 'Continue', 'Continue', 'Start the chat server']) {
    await page.getByRole('button', { name }).tap()
    await page.waitForTimeout(150)
  }
  await heading(page, 'Building the nest')
  await page.context().setOffline(true)
  await page.getByText('No answer from the box').waitFor()
  await look('5-starting-offline')
  gate.resolve()
  await page.context().setOffline(false)
  await heading(page, 'Your chat server is running')
  await page.getByText('No answer from the box').waitFor({ state: 'detached' })
  forgetErrors()
})
