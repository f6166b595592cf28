import { html } from '../html.ts'
import type { Problem } from '../messages.ts'
import { layout, messagesFor, type PageContext } from './layout.ts'

/** What went wrong and what to do next. */
export const problemPage = (context: PageContext, problem: Problem): string => {
  const text = messagesFor(context)
  const [title, advice] = text.problems[problem]
  return layout(
    context,
    title,
    html`<h1>${title}</h1><p class="lead">${advice}</p><p><a class="button quiet" href="/">${text.home}</a></p>`,
  )
}
