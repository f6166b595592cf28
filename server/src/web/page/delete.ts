import { breakable, html } from '../html.ts'
import { layout, messagesFor, type PageContext } from './layout.ts'

/** Why the form is shown again. */
export type DeletionProblem = 'refused' | 'busy' | 'too-fast'

/** `/delete`: address and password, and everything is gone. A form that needs no script. */
export const deletePage = (context: PageContext, problem?: DeletionProblem): string => {
  const text = messagesFor(context).deletion
  return layout(
    context,
    text.title,
    html`<h1>${text.title}</h1><p class="lead">${breakable(text.lead(context.name))}</p>
${problem && html`<p class="card" role="alert">${text.problems[problem]}</p>`}
<form class="card" method="post" action="/delete">
<label>${text.address}<input name="address" type="text" inputmode="email" autocomplete="username" autocapitalize="none" spellcheck="false" required></label>
<label>${text.password}<input name="password" type="password" autocomplete="current-password" required></label>
<p class="soft">${text.where}</p>
<button class="button">${text.button}</button>
</form>`,
  )
}

export const deletedPage = (context: PageContext): string => {
  const messages = messagesFor(context)
  const { deletion } = messages
  return layout(
    context,
    deletion.doneTitle,
    html`<h1>${deletion.doneTitle}</h1><p class="lead">${deletion.done}</p><p><a class="button quiet" href="/">${messages.home}</a></p>`,
  )
}
