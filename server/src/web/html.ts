/** Text that is already HTML. Everything else that enters a template is escaped. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export type Fragment = string | number | false | undefined | Html | readonly Html[]

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Safe in HTML and XML text and in quoted attributes. Characters that XML 1.0 forbids are dropped. */
export const escapeText = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"']/g, (character) => entities[character] ?? '')

const render = (value: Fragment): string => {
  if (value === undefined || value === false) return ''
  if (value instanceof Html) return value.text
  if (typeof value === 'object') return value.map((part) => part.text).join('')
  return escapeText(String(value))
}

/** Template tag: markup stays, values are escaped unless they are {@link Html} themselves. */
export const html = (markup: TemplateStringsArray, ...values: readonly Fragment[]): Html =>
  new Html(markup.reduce((text, part, i) => text + render(values[i - 1]) + part))

/** A text in which long domain names may break at their dots. */
export const breakable = (text: string): Html => new Html(escapeText(text).replaceAll('.', '<wbr>.'))
