import { nstring } from '../wire/encoder.ts'
import { addressList } from './address.ts'
import { headerValues } from './header.ts'

/** ENVELOPE (RFC 9051 section 7.5.2): date, subject, six address lists, in-reply-to, message-id. */
export const envelope = (headerBlock: string): string => {
  const values = headerValues(headerBlock)
  const from = values.get('from')
  const or = (name: string): string | undefined => {
    const value = values.get(name)
    return value === undefined || value === '' ? from : value
  }
  return `(${[
    nstring(values.get('date')),
    nstring(values.get('subject')),
    addressList(from),
    addressList(or('sender')),
    addressList(or('reply-to')),
    addressList(values.get('to')),
    addressList(values.get('cc')),
    addressList(values.get('bcc')),
    nstring(values.get('in-reply-to')),
    nstring(values.get('message-id')),
  ].join(' ')})`
}
