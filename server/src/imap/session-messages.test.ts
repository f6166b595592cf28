import { test } from 'node:test'
import { play, selected } from './testing/transcript.ts'

const mail =
  'From: Ann <a@b>\r\nTo: c@d\r\nSubject: hello\r\nMessage-ID: <1@x>\r\nDate: Mon, 5 Jan 2026 10:00:00 +0100\r\n\r\nfirst line\r\nsecond\r\n'
const messages = { mail, short: 'Subject: s\r\n\r\nb\r\n' }

test('messages are fetched in every way', () =>
  play(
    String.raw`
      D: mail
      ${selected('', 1)}
      C: a FETCH 1 ALL
      S: * 1 FETCH (FLAGS () INTERNALDATE " 2-Jan-2026 03:04:05 +0000" RFC822.SIZE 121 ENVELOPE ("Mon, 5 Jan 2026 10:00:00 +0100" "hello" (("Ann" NIL "a" "b")) (("Ann" NIL "a" "b")) (("Ann" NIL "a" "b")) ((NIL NIL "c" "d")) NIL NIL NIL "<1@x>"))
      S: a OK Fetch completed
      C: a FETCH 1 (BODY.PEEK[TEXT]<6.4> BODY.PEEK[TEXT]<0.5> BODY.PEEK[]<1000.5>)
      S: * 1 FETCH (BODY[TEXT]<6> {4}
      S: line BODY[TEXT]<0> {5}
      S: first BODY[]<1000> {0}
      S: )
      S: a OK Fetch completed
      C: a FETCH 1 (BODY.PEEK[1] BODY.PEEK[2] RFC822.HEADER)
      S: * 1 FETCH (BODY[1] {20}
      S: first line
      S: second
      S:  BODY[2] NIL RFC822.HEADER {101}
      S: From: Ann <a@b>
      S: To: c@d
      S: Subject: hello
      S: Message-ID: <1@x>
      S: Date: Mon, 5 Jan 2026 10:00:00 +0100
      S: 
      S: )
      S: a OK Fetch completed
      C: a FETCH 1 BODY[HEADER.FIELDS.NOT (From To Date Message-ID)]
      S: * 1 FETCH (BODY[HEADER.FIELDS.NOT (FROM TO DATE MESSAGE-ID)] {18}
      S: Subject: hello
      S: 
      S:  FLAGS (\Seen))
      S: a OK Fetch completed
      C: a UID FETCH 7 (FLAGS)
      S: a OK Fetch completed
    `,
    { messages },
  ))

test('searching', () =>
  play(
    `
      D: mail
      D: short
      ${selected('', 2)}
      C: a SEARCH FROM ann
      S: * SEARCH 1
      S: a OK Search completed
      C: a SEARCH BODY "LINE" SENTON 5-Jan-2026 ON 2-Jan-2026
      S: * SEARCH 1
      S: a OK Search completed
      C: a SEARCH NOT TEXT hello
      S: * SEARCH 2
      S: a OK Search completed
      C: a UID SEARCH OR (SMALLER 20) 1:1 UNSEEN HEADER Subject ""
      S: * SEARCH 1 2
      S: a OK Search completed
      C: a SEARCH CHARSET UTF-8 SUBJECT {5+}
      C: hello
      S: * SEARCH 1
      S: a OK Search completed
      C: a SEARCH NEW
      S: * SEARCH
      S: a OK Search completed
      C: a SEARCH SENTBEFORE 5-Jan-2026
      S: * SEARCH
      S: a OK Search completed
    `,
    { messages },
  ))

test('mod-sequences: conditional fetch, store and search', () =>
  play(
    String.raw`
      D: short
      D: short
      C: a SELECT INBOX (CONDSTORE)
      S: * FLAGS …
      S: * OK [PERMANENTFLAGS …
      S: * 2 EXISTS
      S: * 0 RECENT
      S: * OK [UNSEEN 1] …
      S: * OK [UIDVALIDITY …
      S: * OK [UIDNEXT 3] …
      S: * OK [HIGHESTMODSEQ 3] …
      S: a OK [READ-WRITE] Select completed
      C: a STORE 1 (UNCHANGEDSINCE 3) +FLAGS.SILENT (\Seen)
      S: * 1 FETCH (UID 1 MODSEQ (4))
      S: a OK Store completed
      C: a UID STORE 1:2 (UNCHANGEDSINCE 3) +FLAGS (\Flagged)
      S: * 2 FETCH (UID 2 FLAGS (\Flagged) MODSEQ (5))
      S: a OK [MODIFIED 1] Conditional store failed for some
      C: a UID FETCH 1:* (FLAGS) (CHANGEDSINCE 4)
      S: * 2 FETCH (UID 2 MODSEQ (5) FLAGS (\Flagged))
      S: a OK Fetch completed
      C: a SEARCH MODSEQ 4
      S: * SEARCH 1 2 (MODSEQ 5)
      S: a OK Search completed
      C: a STATUS INBOX (HIGHESTMODSEQ)
      S: * STATUS INBOX (HIGHESTMODSEQ 5)
      S: a OK Status completed
    `,
    { messages },
  ))

test('copy and move', () =>
  play(
    `
      D: short
      D: short
      C: a CREATE other
      S: a OK Create completed
      ${selected('', 2)}
      C: a UID COPY 1:2 other
      S: a OK [COPYUID … 1:2 1:2] Copy completed
      C: a UID COPY 9 other
      S: a OK Copy completed
      C: a COPY 1 nowhere
      S: a NO [TRYCREATE] No such mailbox.
      C: a UID MOVE 1 other
      S: * OK [COPYUID … 1 3] Moved
      S: * 1 EXPUNGE
      S: a OK Move completed
      C: a STATUS other (MESSAGES UIDNEXT)
      S: * STATUS "other" (MESSAGES 3 UIDNEXT 4)
      S: a OK Status completed
    `,
    { messages },
  ))

test('a read-only mailbox stays as it is', () =>
  play(
    String.raw`
      D: short
      C: a EXAMINE INBOX
      S: * FLAGS …
      S: * OK [PERMANENTFLAGS ()] …
      S: * 1 EXISTS
      S: * 0 RECENT
      S: * OK [UNSEEN 1] …
      S: * OK [UIDVALIDITY …
      S: * OK [UIDNEXT 2] …
      S: * OK [HIGHESTMODSEQ …
      S: a OK [READ-ONLY] Examine completed
      C: a FETCH 1 BODY[TEXT]
      S: * 1 FETCH (BODY[TEXT] {3}
      S: b
      S: )
      S: a OK Fetch completed
      C: a STORE 1 +FLAGS (\Deleted)
      S: a NO [READ-ONLY] The mailbox is open read-only.
      C: a EXPUNGE
      S: a NO [READ-ONLY] The mailbox is open read-only.
      C: a MOVE 1 INBOX
      S: a NO [READ-ONLY] The mailbox is open read-only.
      C: a CLOSE
      S: a OK Close completed
    `,
    { messages },
  ))
