import type { RateAnswer } from '../policy/rate.ts'

/** One reply; `text` begins with the enhanced status code (RFC 3463) where the reply has one. */
export interface Reply {
  readonly code: number
  readonly text: string
}

const reply = (code: number, text: string): Reply => ({ code, text })

/**
 * Every reply of the submission service that is ours; syntax errors are answered by smtp-server. Clients and tests in
 * the field match the texts marked with "exact" (docs/protocol.md, submission replies).
 */
export const replies = {
  // commands
  senderOk: reply(250, '2.1.0 Sender ok'),
  recipientOk: reply(250, '2.1.5 Recipient ok'),
  sendMessage: reply(354, 'End data with <CR><LF>.<CR><LF>'),
  accepted: reply(250, '2.0.0 Stored'),
  verifyNothing: reply(252, '2.0.0 Send a message and see'),
  nestedMail: reply(503, '5.5.1 Nested MAIL command'),
  needMail: reply(503, '5.5.1 MAIL command comes first'),
  needRecipient: reply(554, '5.5.1 No valid recipients'),
  badSender: reply(501, '5.1.7 Bad sender address syntax'),
  badRecipient: reply(501, '5.1.3 Bad recipient address syntax'),
  unknownParameter: reply(555, '5.5.4 Unknown parameter'),
  badLine: reply(500, '5.5.2 Lines end with CRLF; bare CR, bare LF and NUL are not allowed'),
  notSmtp: reply(421, '4.7.0 This is SMTP: send EHLO first'),
  injectedBeforeTls: reply(421, '4.7.0 Wait for the reply to STARTTLS before sending more'),

  // login; smtp-server puts the enhanced status code in front of the first three
  needLogin: reply(530, 'Log in first'),
  wrongPassword: reply(535, 'Authentication failed: check address and password'),
  loginBusy: reply(454, 'Login is not possible at the moment, try again soon'),
  tooManyLogins: reply(421, '4.7.0 Too many failed logins'),
  loginTimeout: reply(421, '4.4.2 No login in time'),

  // MAIL FROM and RCPT TO
  /** Exact. */
  invalidSender: (address: string) => reply(500, `Invalid from address <${address}>`),
  senderNotLogin: (address: string) =>
    reply(553, `5.7.1 <${address}>: Sender address rejected: not owned by the logged-in user`),
  accountClosed: reply(550, '5.7.1 Your account does not exist any more'),
  /** Exact up to the address. */
  tooMuchMail: (address: string, answer: RateAnswer & { ok: false }) =>
    reply(
      450,
      `4.7.1: Too much mail from ${address}, rate limited until: ${new Date(answer.until).toISOString()}`,
    ),
  noSuchAccount: (address: string) => reply(550, `5.1.1 <${address}>: no such account here`),
  noRemoteDelivery: (address: string) =>
    reply(550, `5.7.1 <${address}>: this relay does not deliver to other servers yet`),
  tooManyRecipients: reply(452, '4.5.3 Too many recipients'),
  tooManyRefused: reply(421, '4.7.0 Too many refused recipients'),
  mailboxFull: (address: string) => reply(552, `5.2.2 <${address}>: mailbox is full`),

  // DATA
  /** Exact. */
  tooBig: reply(552, 'Message exceeds maximum size'),
  badLineInData: reply(
    550,
    '5.6.0 Message refused: lines end with CRLF; bare CR, bare LF and NUL are not allowed',
  ),
  unparsable: (reason: string) => reply(500, `Failed to parse message: ${reason}`),
  /** Exact. */
  invalidFrom: (reason: string) => reply(500, `Invalid FROM header: ${reason}`),
  /** Exact. */
  fromNotSender: (from: string, sender: string) => reply(500, `Invalid FROM <${from}> for <${sender}>`),
  /** Exact: clients look for "invalid unencrypted mail" and explain it to the person. */
  notEncrypted: reply(523, 'Encryption Needed: Invalid Unencrypted Mail'),
  storageFull: reply(452, '4.3.1 The disk of this relay is full, try again later'),
  storageBusy: reply(451, '4.3.2 Too many messages arrive at this moment, try again soon'),
  accountGone: reply(550, '5.1.1 A recipient was deleted meanwhile'),
  recipientFull: reply(552, '5.2.2 The mailbox of a recipient is full'),
  internal: reply(451, '4.3.0 Internal error, try again later'),

  // end
  bye: reply(421, '4.3.2 Server is going down, connect again in a moment'),
} as const
