import type { Config } from '../../config/config.ts'
import { type Html, html } from '../html.ts'
import { amounts } from '../messages.ts'
import { messagesFor, type PageContext } from './layout.ts'

/** The limits of this server, in words. */
export const facts = (context: PageContext, config: Pick<Config, 'limits'>): Html => {
  const text = messagesFor(context)
  return html`<section class="card"><h2>${text.goodToKnow}</h2>
<ul>${text.facts(amounts(config, context.language)).map((fact) => html`<li>${fact}</li>`)}</ul></section>`
}

/** The first step of every way in. */
export const installStep = (context: PageContext): Html => {
  const text = messagesFor(context)
  return html`<li><h2>${text.install}</h2><p>${text.installHint}</p>
<a class="button quiet" href="https://get.delta.chat" rel="noreferrer noopener" target="_blank">get.delta.chat</a></li>`
}
