import { type Config, isSelfSigned } from '../../config/config.ts'
import { breakable, html } from '../html.ts'
import { accountLink } from '../links.ts'
import { qrSvg } from '../qr.ts'
import { facts, installStep } from './facts.ts'
import { layout, messagesFor, type PageContext } from './layout.ts'

/** `/`: what this is and the way in. A self-signed box sends on to `/join`, which needs no working DNS. */
export const landingPage = (context: PageContext, config: Config): string => {
  const text = messagesFor(context)
  const welcome = text.welcome(context.name)
  const opening = html`<h1>${breakable(welcome)}</h1><p class="lead">${text.lead}</p>`
  if (isSelfSigned(config.domain))
    return layout(
      context,
      welcome,
      html`${opening}<p><a class="button" href="/join">${text.join}</a></p>${facts(context, config)}`,
    )
  const link = accountLink(config)
  return layout(
    context,
    welcome,
    html`${opening}
<ol class="steps">
${installStep(context)}
<li><h2>${text.create}</h2><p>${text.createHint}</p>
<a class="button" href="dcaccount:${link}">${text.create}</a></li>
</ol>
<section class="card"><h2>${text.scan}</h2><p class="soft">${text.scanHint}</p>
${qrSvg(`DCACCOUNT:${link}`, text.qrAccount)}</section>
${facts(context, config)}`,
  )
}
