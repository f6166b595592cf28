import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { fixedLimits } from '../config/limits.ts'
import { encryptedMessage } from '../policy/sample.ts'
import { ALICE, BOB, DOMAIN } from './fixture.ts'
import { hello, OK, withClient } from './transcript.ts'

describe('envelope', () => {
  const table: [string, string, string[]][] = [
    [
      'a forged sender is refused at RCPT',
      BOB,
      [`553 5.7.1 <${BOB}>: Sender address rejected: not owned by the logged-in user`],
    ],
    ['the empty sender too', '', ['500 Invalid from address <>']],
    ['a sender that is no address', ALICE.replace('@', '\u200b@'), ['501 5.1.7 Bad sender address syntax']],
    // RFC 5321 section 4.5.3.1: a reply that quoted it would be longer than 512 octets
    ['a sender longer than a path may be', `a@${'b'.repeat(253)}`, ['501 5.1.7 Bad sender address syntax']],
    ['two @', 'a@b@c', ['500 Invalid from address <a@b@c>']],
  ]
  for (const [name, sender, expected] of table) {
    withClient(name, {}, async (client) => {
      await client.login(ALICE)
      const mail = await client.ask(`MAIL FROM:<${sender}>\r\n`)
      const replies = mail.startsWith('250') ? [await client.ask(`RCPT TO:<${BOB}>\r\n`)] : [mail]
      assert.deepEqual(replies, expected)
      assert.match(await client.ask('DATA\r\n'), /^(503|554) 5\.5\.1/)
    })
  }

  withClient('letter case of the sender does not matter', {}, async (client) => {
    await client.login(ALICE)
    const upper = ALICE.toUpperCase()
    assert.equal((await client.submit(upper, BOB.toUpperCase(), encryptedMessage(upper, 300))).at(-1), OK)
  })

  withClient('recipients', { limits: { recipients: 1 } }, async (client) => {
    await client.login(ALICE)
    const rcpt = (address: string): Promise<string> => client.ask(`RCPT TO:<${address}>\r\n`)
    assert.equal(await rcpt(BOB), '503 5.5.1 MAIL command comes first')
    assert.equal(await client.ask('DATA\r\n'), '503 5.5.1 MAIL command comes first')
    assert.equal(await client.ask(`MAIL FROM:<${ALICE}> BODY=8BITMIME SMTPUTF8\r\n`), '250 2.1.0 Sender ok')
    assert.equal(await rcpt(`a@${'b'.repeat(253)}`), '501 5.1.3 Bad recipient address syntax')
    assert.equal(await client.ask(`MAIL FROM:<${ALICE}>\r\n`), '503 5.5.1 Nested MAIL command')
    assert.equal(await client.ask('DATA\r\n'), '554 5.5.1 No valid recipients')
    assert.equal(await rcpt(`nobody@${DOMAIN}`), `550 5.1.1 <nobody@${DOMAIN}>: no such account here`)
    assert.equal(
      await rcpt('eve@example.org'),
      '550 5.7.1 <eve@example.org>: this relay does not deliver to other servers yet',
    )
    assert.match(await rcpt(''), /^501 5\.1\.3/)
    assert.match(await client.ask('RCPT TO:bob\r\n'), /^501 5\.1\.3/)
    assert.equal(await rcpt(BOB), '250 2.1.5 Recipient ok')
    assert.equal(await rcpt(BOB.replace('@', '+home@')), '250 2.1.5 Recipient ok')
    assert.equal(await rcpt(ALICE), '452 4.5.3 Too many recipients')
    assert.match(await client.ask('RSET\r\n'), /^250/)
    assert.equal(await client.ask('DATA\r\n'), '503 5.5.1 MAIL command comes first')
  })

  withClient('an account that was deleted sends nothing more', {}, async (client, fixture) => {
    await client.login(ALICE)
    await fixture.store.deleteAccount(fixture.store.findAccount(ALICE)!.id)
    const [, rcpt] = await client.submit(ALICE, BOB, '')
    assert.equal(rcpt, '550 5.7.1 Your account does not exist any more')
  })

  withClient('who asks for many names is shown the door', {}, async (client) => {
    await client.login(ALICE)
    await client.ask(`MAIL FROM:<${ALICE}>\r\n`)
    const limit = fixedLimits.smtp_refused_recipients.value
    client.send(`RCPT TO:<nobody@${DOMAIN}>\r\n`.repeat(limit + 10))
    for (let count = 0; count < limit; count += 1) assert.match(await client.reply(), /^550/)
    assert.match(await client.reply(), /^421/)
    assert.equal(await client.reply(), 'closed')
  })

  withClient('the rate is told at RCPT', { clock: { now: () => 1_000_000_000_000 } }, async (client) => {
    await client.login(ALICE)
    for (let count = 0; count < 11; count += 1)
      assert.equal((await client.submit(ALICE, BOB, hello)).at(-1), OK)
    const [mail, rcpt] = await client.submit(ALICE, BOB, hello)
    assert.equal(mail, '250 2.1.0 Sender ok')
    assert.equal(rcpt, `450 4.7.1: Too much mail from ${ALICE}, rate limited until: 2001-09-09T01:46:41.000Z`)
  })

  withClient('announced size', { limits: { message_bytes: 70_000 } }, async (client) => {
    await client.login(ALICE)
    assert.equal(await client.ask(`MAIL FROM:<${ALICE}> SIZE=70001\r\n`), '552 Message exceeds maximum size')
    assert.match(await client.ask(`MAIL FROM:<${ALICE}> SIZE=x\r\n`), /^501/)
    assert.match(await client.ask(`MAIL FROM:<${ALICE}> SIZE=70000\r\n`), /^250/)
  })

  withClient('parameters nobody offered (RFC 5321 section 4.1.1.11)', {}, async (client) => {
    await client.login(ALICE)
    const unknown = '555 5.5.4 Unknown parameter'
    assert.equal(await client.ask(`MAIL FROM:<${ALICE}> RET=HDRS\r\n`), unknown)
    assert.equal(await client.ask(`MAIL FROM:<${ALICE}> FOO\r\n`), unknown)
    assert.match(await client.ask(`MAIL FROM:<${ALICE}> AUTH=<> body=8bitmime\r\n`), /^250/)
    assert.equal(await client.ask(`RCPT TO:<${BOB}> NOTIFY=NEVER\r\n`), unknown)
    assert.match(await client.ask(`RCPT TO:<${BOB}>\r\n`), /^250/)
  })

  withClient('HELO tells no address', {}, async (client) => {
    await client.reply()
    assert.equal(await client.ask('HELO phone\r\n'), `250 ${DOMAIN}`)
  })
})
