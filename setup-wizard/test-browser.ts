import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { buildUi } from './build.ts'

/** Chromium as Debian's package installs it. */
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'

/** No sandbox: tests also run as root. The rest keeps the browser from talking to anyone else. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A phone in upright hand. */
export const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
}

/** Builds the pages into a folder of their own and reads them from there. */
export async function builtAssets(context: TestContext): Promise<(name: string) => Uint8Array | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'roost-ui-'))
  context.after(() => rm(folder, { recursive: true, force: true }))
  await buildUi(folder)
  return (name) => {
    try {
      return readFileSync(join(folder, name))
    } catch {
      return undefined
    }
  }
}

/** A page that fails the test for console errors, script errors and requests to other hosts. */
export interface WatchedPage {
  readonly page: Page
  /** No accessibility violations by axe-core, and nothing wider than the screen. With `SCREENSHOTS=folder`, a picture. */
  look(name: string): Promise<void>
  /** With `SCREENSHOTS=folder`, a picture. */
  picture(name: string): Promise<void>
  /** Errors that the test provoked are expected: forget them. */
  forgetErrors(): void
}

/** Opens a page in a fresh browser; the test's end closes both and asserts that nothing went wrong. */
export async function openPage(
  context: TestContext,
  origin: string,
  options: BrowserContextOptions,
): Promise<WatchedPage> {
  const browser = await chromium.launch({ executablePath, args: flags })
  const page = await (await browser.newContext({ ...phone, bypassCSP: false, ...options })).newPage()
  page.setDefaultTimeout(8_000)
  let problems: string[] = []
  page.on('console', (message) => message.type() === 'error' && problems.push(`console: ${message.text()}`))
  page.on('pageerror', (error) => problems.push(`script: ${error.message}`))
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) problems.push(`foreign request: ${request.url()}`)
  })
  context.after(async () => {
    await browser.close()
    assert.deepEqual(problems, [])
  })
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  const pictures = process.env.SCREENSHOTS

  async function picture(name: string): Promise<void> {
    if (!pictures) return
    await mkdir(pictures, { recursive: true })
    await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
  }

  return {
    page,
    forgetErrors() {
      problems = []
    },
    async look(name) {
      await page.evaluate(() =>
        Promise.all(
          document
            .getAnimations()
            .map((one) => (one.effect?.getComputedTiming().iterations === 1 ? one.finished : null)),
        ),
      )
      await page.evaluate(axe)
      const violations = await page.evaluate(async () => {
        // biome-ignore lint/suspicious/noExplicitAny: axe-core puts itself on the window.
        const found = await (window as any).axe.run()
        return found.violations.map(
          (one: { id: string; nodes: { html: string; failureSummary: string }[] }) =>
            `${one.id}: ${one.nodes.map((node) => `${node.html} ${node.failureSummary}`).join(' | ')}`,
        )
      })
      assert.deepEqual(violations, [], name)
      const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
      assert.ok((content ?? 0) <= (screen ?? 0), `${name} is wider than the screen`)
      await picture(name)
    },
    picture,
  }
}
