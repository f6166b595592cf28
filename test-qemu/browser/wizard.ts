import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { en } from '../../setup-wizard/messages/en.ts'
import { keepPicture } from './phone.ts'

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const heading = (page: Page, title: string) =>
  page.getByRole('heading', { name: title, exact: true }).waitFor()

/**
 * Sets a box up as its owner would: a typo in the code first, then every step.
 * @param code as the box's screen shows it
 * @param name for the house, as typed
 * @returns the address for joining that the last page shows
 */
export async function setUp(page: Page, url: string, code: string, name: string): Promise<string> {
  await page.goto(url)
  await heading(page, en['claim.title'])
  await keepPicture(page, '1-welcome')
  const typo = (code.startsWith('A') ? 'C' : 'A') + code.slice(1)
  await page.getByLabel(en['claim.code'], { exact: true }).fill(typo)
  await press(page, en['page.continue'])
  await page.getByText(en['error.wrongCode']).waitFor()
  await keepPicture(page, '2-wrong-code')
  await page.getByLabel(en['claim.code'], { exact: true }).fill(code.toLowerCase().replace('-', ' '))
  await press(page, en['page.continue'])

  await heading(page, en['domain.title'])
  await page.getByLabel(en['domain.name.field'], { exact: true }).fill(name)
  await keepPicture(page, '3-name')
  await press(page, en['page.continue'])

  await heading(page, en['access.title'])
  await keepPicture(page, '4-access')
  await press(page, en['page.continue'])

  await heading(page, en['review.title'])
  await keepPicture(page, '5-review')
  await press(page, en['review.start'])

  const starting = heading(page, en['starting.title']).then(() => keepPicture(page, '6-starting'))
  await page.getByRole('heading', { name: en['done.title'], exact: true }).waitFor({ timeout: 120_000 })
  await starting.catch(() => {})
  await keepPicture(page, '7-done')
  const link = await page.locator('.join a').getAttribute('href')
  assert.ok(link, 'the last page shows where people join')
  return link
}

/** Opens the join page and returns the `dclogin:` link behind its button. */
export async function readJoinPage(page: Page, url: string): Promise<string> {
  await page.goto(url)
  await keepPicture(page, '8-join')
  const link = await page.locator('#open').getAttribute('href')
  if (!link?.startsWith('dclogin:')) throw new Error('the button of the join page does not open Delta Chat')
  return link
}
