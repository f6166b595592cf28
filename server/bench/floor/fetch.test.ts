import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fetched, inSet } from './fetch.ts'
import { FloorMailboxes } from './mailboxes.ts'

test('sets of UIDs', () => {
  const uids = [1, 2, 3, 4, 5, 6, 7]
  const members = (set: string): number[] => uids.filter((uid) => inSet(uid, set))
  assert.deepEqual(members('2'), [2])
  assert.deepEqual(members('1,3:4,6:*'), [1, 3, 4, 6, 7])
  assert.deepEqual(members('9:*'), [])
})

test('the forms of FETCH that chat clients use', () => {
  const mailboxes = new FloorMailboxes()
  mailboxes.deliver('Ann@_floor.test', 'Message-ID: <1@x>\r\nReceived: a\r\n b\r\nDate: now\r\n\r\nbody\r\n')
  const mailbox = mailboxes.of('ann@_floor.test')
  assert.equal(
    fetched(mailbox, '1:500', '(UID RFC822.SIZE BODY.PEEK[HEADER.FIELDS (MESSAGE-ID DATE)])'),
    '* 1 FETCH (UID 1 RFC822.SIZE 55 BODY[HEADER.FIELDS (MESSAGE-ID DATE)] {32}\r\n' +
      'Message-ID: <1@x>\r\nDate: now\r\n\r\n)\r\n',
  )
  mailbox.messages[0]!.seen = true
  assert.match(
    fetched(mailbox, '1', '(FLAGS BODY.PEEK[])'),
    /^\* 1 FETCH \(UID 1 FLAGS \(\\Seen\) BODY\[\] \{55\}\r\n/,
  )
  assert.equal(fetched(mailbox, '2:3', '(FLAGS)'), '')
})
