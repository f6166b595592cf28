import type { FloorMailbox, FloorMessage } from './mailboxes.ts'

/** Whether a UID is in a set such as `1,4:6,9:*`. */
export const inSet = (uid: number, set: string): boolean =>
  set.split(',').some((range) => {
    const [first = Number.NaN, last = first] = range
      .split(':')
      .map((part) => (part === '*' ? Number.MAX_SAFE_INTEGER : Number(part)))
    return uid >= first && uid <= last
  })

/** FETCH responses for the messages of a set: some header fields, or all octets, with size or flags as asked. */
export const fetched = ({ messages }: FloorMailbox, set: string, items: string): string =>
  messages
    .flatMap((message, at) =>
      inSet(message.uid, set) ? `* ${at + 1} FETCH (${parts(message, items)})\r\n` : [],
    )
    .join('')

const parts = (message: FloorMessage, items: string): string => {
  const { uid, text, seen, deleted } = message
  const names = /HEADER\.FIELDS \(([^)]*)\)/i.exec(items)?.[1]
  const answer = [`UID ${uid}`]
  if (/FLAGS(?! *\(|\.)/i.test(items.replace(/HEADER\.FIELDS \([^)]*\)/i, '')))
    answer.push(`FLAGS (${[seen ? '\\Seen' : '', deleted ? '\\Deleted' : ''].join(' ').trim()})`)
  if (/RFC822\.SIZE/i.test(items)) answer.push(`RFC822.SIZE ${text.length}`)
  if (names !== undefined) {
    const fields = fieldsOf(text, names.toLowerCase().split(/\s+/))
    answer.push(`BODY[HEADER.FIELDS (${names})] {${fields.length}}\r\n${fields}`)
  } else if (/BODY(\.PEEK)?\[\]/i.test(items)) answer.push(`BODY[] {${text.length}}\r\n${text}`)
  return answer.join(' ')
}

/** The named header fields, folded as they came, and the empty line. */
const fieldsOf = (text: string, names: readonly string[]): string =>
  `${text.slice(0, text.indexOf('\r\n\r\n'))}\r\n`
    .split(/(?<=\r\n)(?![ \t])/)
    .filter((field) => names.includes(field.slice(0, field.indexOf(':')).toLowerCase()))
    .join('')
    .concat('\r\n')
