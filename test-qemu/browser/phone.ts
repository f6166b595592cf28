import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'
import { type Browser, chromium, type Page } from 'playwright-core'

const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome-stable']
const screenshots = join(dirname(dirname(import.meta.dirname)), 'docs', 'screenshots')

/** Chromium as a phone of today: narrow, sharp, in English. Closed with the test. */
export async function openPhone(t: TestContext): Promise<Page> {
  const executablePath = candidates.find((path) => existsSync(path))
  if (executablePath === undefined)
    throw new Error('there is no Chromium. Install it: apt-get install chromium')
  // Its own sandbox wants more namespaces than a user inside a namespace gets; it visits nothing but the box.
  const browser: Browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  t.after(() => browser.close())
  const page = await browser.newPage({
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
    locale: 'en-GB',
    colorScheme: 'light',
    ignoreHTTPSErrors: true,
  })
  page.setDefaultTimeout(30_000)
  return page
}

/**
 * Keeps a picture for the README as docs/screenshots/NAME.png, when there is none yet or when `ROOST_SCREENSHOTS`
 * is set: pictures that change with every run would only be noise in the history.
 */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const path = join(screenshots, `${name}.png`)
  if (existsSync(path) && !process.env.ROOST_SCREENSHOTS) return
  mkdirSync(screenshots, { recursive: true })
  await page.screenshot({ path, animations: 'disabled' })
}
