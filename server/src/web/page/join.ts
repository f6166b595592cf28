import type { Config } from '../../config/config.ts'
import { breakable, html } from '../html.ts'
import { qrSvg } from '../qr.ts'
import { facts, installStep } from './facts.ts'
import { layout, messagesFor, type PageContext } from './layout.ts'

/**
 * `/join`: a fresh profile for whoever reads it. Making one up creates nothing, so previews and reloads cost
 * nothing; the account appears with the first login.
 * @param login the visitor's own `dclogin:` link
 * @param page the address of this page, for other phones in the same network
 */
export const joinPage = (context: PageContext, config: Config, login: string, page: string): string => {
  const text = messagesFor(context)
  const title = text.joinTitle(context.name)
  return layout(
    context,
    title,
    html`<h1>${breakable(title)}</h1><p class="lead">${text.joinLead}</p>
<ol class="steps">
${installStep(context)}
<li><h2>${text.open}</h2><p>${text.openHint}</p>
<a class="button" id="open" href="${login}">${text.open}</a></li>
</ol>
<details><summary>${text.otherPhone}</summary><p class="soft">${text.otherPhoneHint}</p>
${qrSvg(login, text.qrLogin)}</details>
<details><summary>${text.neighbour}</summary><p class="soft">${text.neighbourHint}</p>
${qrSvg(page, text.qrPage)}</details>
${facts(context, config)}`,
  )
}
