import { test } from 'node:test'
import { play, selected } from './testing/transcript.ts'

const mail =
  'From: Ann <a@b>\r\nTo: c@d\r\nSubject: hello\r\nMessage-ID: <1@x>\r\nDate: Mon, 5 Jan 2026 10:00:00 +0100\r\n\r\nfirst line\r\nsecond\r\n'
const messages = { mail, short: 'Subject: s\r\n\r\nb\r\n' }

test('what a chat client says from login to idle', () =>
  play(
    String.raw`
      C: A1 GETQUOTAROOT "INBOX"
      S: * QUOTAROOT INBOX "User quota"
      S: * QUOTA "User quota" (STORAGE 0 512000)
      S: A1 OK Getquotaroot completed
      C: A2 GETMETADATA "" (/shared/comment /shared/admin /shared/vendor/deltachat/irohrelay /shared/vendor/deltachat/turn /shared/vendor/deltachat/maxsmtprecipients)
      S: * METADATA "" (/shared/comment NIL /shared/admin NIL /shared/vendor/deltachat/irohrelay NIL /shared/vendor/deltachat/turn NIL /shared/vendor/deltachat/maxsmtprecipients {4}
      S: 1000)
      S: A2 OK Getmetadata completed
      C: A3 SETMETADATA "INBOX" (/private/devicetoken "openpgp:abc=")
      S: A3 OK Setmetadata completed
      C: A4 SELECT "INBOX"
      S: * FLAGS (\Seen \Answered \Flagged \Deleted \Draft)
      S: * OK [PERMANENTFLAGS (\Seen \Answered \Flagged \Deleted \Draft \*)] …
      S: * 0 EXISTS
      S: * 0 RECENT
      S: * OK [UIDVALIDITY …] …
      S: * OK [UIDNEXT 1] …
      S: * OK [HIGHESTMODSEQ …] …
      S: A4 OK [READ-WRITE] Select completed
      C: A5 UID FETCH 1:500 (UID RFC822.SIZE BODY.PEEK[HEADER.FIELDS (MESSAGE-ID DATE)])
      S: A5 OK Fetch completed
      C: A6 IDLE
      S: + idling
      D: mail
      S: * 1 EXISTS
      C: DONE
      S: A6 OK Idle completed
      C: A7 UID FETCH 1:500 (UID RFC822.SIZE BODY.PEEK[HEADER.FIELDS (MESSAGE-ID DATE)])
      S: * 1 FETCH (UID 1 RFC822.SIZE 121 BODY[HEADER.FIELDS (MESSAGE-ID DATE)] {59}
      S: Message-ID: <1@x>
      S: Date: Mon, 5 Jan 2026 10:00:00 +0100
      S: 
      S: )
      S: A7 OK Fetch completed
      C: A8 UID FETCH 1 (FLAGS BODY.PEEK[])
      S: * 1 FETCH (UID 1 FLAGS () BODY[] {121}
      S: From: Ann <a@b>
      S: To: c@d
      S: Subject: hello
      S: Message-ID: <1@x>
      S: Date: Mon, 5 Jan 2026 10:00:00 +0100
      S: 
      S: first line
      S: second
      S: )
      S: A8 OK Fetch completed
      C: A9 UID STORE 1 +FLAGS (\Deleted)
      S: * 1 FETCH (UID 1 FLAGS (\Deleted))
      S: A9 OK Store completed
      C: A10 CLOSE
      S: A10 OK Close completed
      C: A11 SELECT "INBOX"
      S: * FLAGS …
      S: * OK [PERMANENTFLAGS …
      S: * 0 EXISTS
      S: * 0 RECENT
      S: * OK [UIDVALIDITY …] …
      S: * OK [UIDNEXT 2] …
      S: * OK [HIGHESTMODSEQ …] …
      S: A11 OK [READ-WRITE] Select completed
      C: A12 LOGOUT
      S: * BYE Logging out
      S: A12 OK Logout completed
    `,
    { messages },
  ))

test('two sessions: numbers shift only when they may', () =>
  play(
    String.raw`
      D: short
      D: short
      D: short
      ${selected('', 3)}
      ${selected('2', 3)}
      C2: b1 STORE 1 +FLAGS (\Deleted)
      S2: * 1 FETCH (FLAGS (\Deleted))
      S2: b1 OK Store completed
      C2: b2 EXPUNGE
      S2: * 1 EXPUNGE
      S2: b2 OK Expunge completed
      D: short
      C: a1 FETCH 3 (UID)
      S: * 3 FETCH (UID 3)
      S: * 4 EXISTS
      S: a1 OK Fetch completed
      C: a2 FETCH 1 (FLAGS)
      S: a2 NO [EXPUNGEISSUED] Some of the messages no longer exist.
      C: a3 STORE 2 +FLAGS (\Flagged)
      S: * 2 FETCH (FLAGS (\Flagged))
      S: a3 OK Store completed
      C: a4 SEARCH ALL
      S: * SEARCH 2 3 4
      S: a4 OK Search completed
      C: a5 NOOP
      S: * 1 EXPUNGE
      S: a5 OK NOOP completed
      C: a6 FETCH 1:* (UID)
      S: * 1 FETCH (UID 2)
      S: * 2 FETCH (UID 3)
      S: * 3 FETCH (UID 4)
      S: a6 OK Fetch completed
      C2: b3 NOOP
      S2: * 3 EXISTS
      S2: * 1 FETCH (UID 2 FLAGS (\Flagged))
      S2: b3 OK NOOP completed
    `,
    { messages },
  ))

test('in IDLE an arrival is told at once, with what had to be told before; the rest waits for DONE', () =>
  play(
    String.raw`
      D: short
      D: short
      ${selected('', 2)}
      ${selected('2', 2)}
      C: a IDLE
      S: + idling
      C2: b STORE 2 +FLAGS (\Seen)
      S2: * 2 FETCH (FLAGS (\Seen))
      S2: b OK Store completed
      C2: b UID STORE 1 +FLAGS.SILENT (\Deleted)
      S2: b OK Store completed
      C2: b UID EXPUNGE 1
      S2: * 1 EXPUNGE
      S2: b OK Expunge completed
      D: short
      S: * 1 EXPUNGE
      S: * 2 EXISTS
      S: * 1 FETCH (UID 2 FLAGS (\Seen))
      C2: b UID STORE 2 -FLAGS (\Seen)
      S2: * 1 FETCH (UID 2 FLAGS ())
      S2: * 2 EXISTS
      S2: b OK Store completed
      C: DONE
      S: * 1 FETCH (UID 2 FLAGS ())
      S: a OK Idle completed
    `,
    { messages },
  ))

test('what came just before IDLE is told after its prompt, not before', () =>
  play(
    `
      ${selected('', 0)}
      D: short
      C: a IDLE
      S: + idling
      S: * 1 EXISTS
      C: DONE
      S: a OK Idle completed
    `,
    { messages },
  ))

test('a mailbox deleted under a session ends it', () =>
  play(
    `
      C: a CREATE other
      S: a OK Create completed
      C2: b SELECT other
      S2: * FLAGS …
      S2: * OK [PERMANENTFLAGS …
      S2: * 0 EXISTS
      S2: * 0 RECENT
      S2: * OK …
      S2: * OK …
      S2: * OK …
      S2: b OK [READ-WRITE] Select completed
      C2: b IDLE
      S2: + idling
      C: a DELETE other
      S: a OK Delete completed
      S2: * BYE The mailbox was deleted
    `,
  ))

test('mailboxes: made, listed, renamed, subscribed, removed', () =>
  play(
    String.raw`
      C: a CREATE "DeltaChat"
      S: a OK Create completed
      C: a CREATE "x/y/&U,BTFw-/"
      S: a OK Create completed
      C: a LIST "" "*"
      S: * LIST (\HasNoChildren) "/" INBOX
      S: * LIST (\HasNoChildren) "/" "DeltaChat"
      S: * LIST (\HasChildren) "/" "x"
      S: * LIST (\HasChildren) "/" "x/y"
      S: * LIST (\HasNoChildren) "/" "x/y/&U,BTFw-"
      S: a OK List completed
      C: a LIST "x/" %
      S: * LIST (\HasChildren) "/" "x/y"
      S: a OK List completed
      C: a LIST "" ""
      S: * LIST (\Noselect) "/" ""
      S: a OK List completed
      C: a LIST "" inbox
      S: * LIST (\HasNoChildren) "/" INBOX
      S: a OK List completed
      C: a DELETE x
      S: a NO [HASCHILDREN] …
      C: a RENAME x z/w
      S: a OK Rename completed
      C: a LIST "" z*
      S: * LIST (\HasChildren) "/" "z"
      S: * LIST (\HasChildren) "/" "z/w"
      S: * LIST (\HasChildren) "/" "z/w/y"
      S: * LIST (\HasNoChildren) "/" "z/w/y/&U,BTFw-"
      S: a OK List completed
      C: a SUBSCRIBE z/w/y
      S: a OK Subscribe completed
      C: a LSUB "" *
      S: * LSUB () "/" INBOX
      S: * LSUB () "/" "z/w/y"
      S: a OK Lsub completed
      C: a LSUB "" %
      S: * LSUB () "/" INBOX
      S: * LSUB (\Noselect) "/" "z"
      S: a OK Lsub completed
      C: a UNSUBSCRIBE z/w/y
      S: a OK Unsubscribe completed
      C: a LSUB "" *
      S: * LSUB () "/" INBOX
      S: a OK Lsub completed
      C: a NAMESPACE
      S: * NAMESPACE (("" "/")) NIL NIL
      S: a OK Namespace completed
      C: a DELETE DeltaChat
      S: a OK Delete completed
      C: a SELECT DeltaChat
      S: a NO [NONEXISTENT] No such mailbox.
    `,
  ))

test('RENAME INBOX gives its messages away', () =>
  play(
    `
      D: short
      C: a RENAME INBOX old
      S: a OK Rename completed
      C: a STATUS INBOX (MESSAGES)
      S: * STATUS INBOX (MESSAGES 0)
      S: a OK Status completed
      C: a STATUS old (MESSAGES UNSEEN RECENT)
      S: * STATUS "old" (MESSAGES 1 UNSEEN 1 RECENT 0)
      S: a OK Status completed
    `,
    { messages },
  ))

test('device tokens add up and other annotations are kept', () =>
  play(
    `
      C: a SETMETADATA INBOX (/private/devicetoken "1111" )
      S: a OK Setmetadata completed
      C: a GETMETADATA INBOX /private/devicetoken
      S: * METADATA INBOX (/private/devicetoken {4}
      S: 1111)
      S: a OK Getmetadata completed
      C2: b SETMETADATA INBOX (/private/devicetoken "2222" )
      S2: b OK Setmetadata completed
      C: a GETMETADATA (MAXSIZE 4) INBOX (/private/devicetoken)
      S: a OK [METADATA LONGENTRIES 9] Getmetadata completed
      C: a GETMETADATA INBOX (/private/devicetoken /PRIVATE/comment)
      S: * METADATA INBOX (/private/devicetoken {9}
      S: 1111 2222 /private/comment NIL)
      S: a OK Getmetadata completed
      C: a SETMETADATA "" (/private/comment {2+}
      C: hi)
      S: a OK Setmetadata completed
      C: a GETMETADATA "" /private/comment
      S: * METADATA "" (/private/comment {2}
      S: hi)
      S: a OK Getmetadata completed
      C: a SETMETADATA INBOX (/private/devicetoken NIL)
      S: a OK Setmetadata completed
      C: a GETMETADATA INBOX /private/devicetoken
      S: * METADATA INBOX (/private/devicetoken NIL)
      S: a OK Getmetadata completed
    `,
  ))

test('logging in', () =>
  play(
    `
      C: a CAPABILITY
      S: * CAPABILITY IMAP4rev1 … XCHATMAIL XDELTAPUSH AUTH=PLAIN
      S: a OK Capability completed
      C: a LOGIN "ac1@_roost.test" "wrong"
      S: a NO [AUTHENTICATIONFAILED] Authentication failed.
      C: a AUTHENTICATE PLAIN
      S: + 
      C: *
      S: a BAD Authentication cancelled
      C: a AUTHENTICATE CRAM-MD5
      S: a NO [CANNOT] …
      C: a AUTHENTICATE PLAIN
      S: + 
      C: ${Buffer.from('\0ac1@_roost.test\0correct horse').toString('base64')}
      S: a OK [CAPABILITY IMAP4rev1 … XCHATMAIL XDELTAPUSH] Logged in
      C: a ENABLE CONDSTORE X-OTHER
      S: * ENABLED CONDSTORE
      S: a OK Enabled
    `,
    { loggedIn: false },
  ))

test('without TLS there is no login', () =>
  play(
    `
      C: a CAPABILITY
      S: * CAPABILITY IMAP4rev1 … XDELTAPUSH LOGINDISABLED
      S: a OK Capability completed
      C: a LOGIN "ac1@_roost.test" "correct horse"
      S: a NO [PRIVACYREQUIRED] Use STARTTLS first.
      C: a AUTHENTICATE PLAIN ${Buffer.from('\0a\0b').toString('base64')}
      S: a NO [PRIVACYREQUIRED] Use STARTTLS first.
      C: a STARTTLS
      S: a NO [UNAVAILABLE] TLS cannot be started here.
    `,
    { loggedIn: false, secure: false },
  ))
