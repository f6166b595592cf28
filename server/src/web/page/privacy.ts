import type { Config } from '../../config/config.ts'
import { html } from '../html.ts'
import { amounts } from '../messages.ts'
import { layout, messagesFor, type PageContext } from './layout.ts'

/** `/privacy`: only what this program really does; change it together with what is stored or logged. */
export const privacyPage = (context: PageContext, config: Pick<Config, 'limits'>): string => {
  const text = messagesFor(context)
  return layout(
    context,
    `${text.privacy} · ${context.name}`,
    html`<h1>${text.privacy}</h1><p class="lead">${text.privacyLead}</p>
<dl class="points">${text.privacyPoints(amounts(config, context.language)).map(([title, point]) => html`<dt>${title}</dt><dd>${point}</dd>`)}</dl>`,
  )
}
