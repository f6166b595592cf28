import assert from 'node:assert/strict'
import { deliverTo, inbox, newAccount, property, type Subject, TODAY, uidsOf } from './subject.ts'

export const accountProperties = (subject: Subject): void => {
  property(subject, 'a new account is found by address and id and has an empty INBOX', async (store) => {
    const { account, created } = await store.createAccount('alice@example.org', 'hash', TODAY)
    assert.equal(created, true)
    assert.deepEqual(account, {
      id: account.id,
      address: 'alice@example.org',
      passwordHash: 'hash',
      createdDay: TODAY,
      lastLoginDay: TODAY,
    })
    assert.deepEqual(store.findAccount('alice@example.org'), account)
    assert.deepEqual(store.account(account.id), account)
    assert.equal(store.countAccounts(), 1)
    assert.deepEqual(store.usage(account.id), { messages: 0, bytes: 0 })
    assert.deepEqual(
      store.listMailboxes(account.id).map(({ name }) => name),
      ['INBOX'],
    )
  })

  property(subject, 'what is not there is undefined, however odd the question', async (store) => {
    for (const address of ['', 'nobody@example.org', 'x'.repeat(5000), '\0'])
      assert.equal(store.findAccount(address), undefined)
    for (const id of [0, 1, -1, 1.5, 2 ** 40, Number.NaN]) {
      assert.equal(store.account(id), undefined)
      assert.equal(store.mailbox(id), undefined)
      assert.equal(store.findMailbox(id, 'INBOX'), undefined)
      assert.deepEqual(store.listMailboxes(id), [])
      assert.deepEqual(store.listMessages(id), [])
      assert.deepEqual(store.usage(id), { messages: 0, bytes: 0 })
      assert.equal(store.metadata(id, '', '/private/x'), undefined)
    }
    assert.equal(store.countAccounts(), 0)
  })

  property(subject, 'of ten parallel creations of one address exactly one creates', async (store) => {
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, i) => store.createAccount('race@example.org', `hash${i}`, TODAY)),
    )
    assert.equal(results.filter(({ created }) => created).length, 1)
    const winner = results.find(({ created }) => created)!.account
    for (const { account } of results) assert.deepEqual(account, winner)
    assert.equal(store.countAccounts(), 1)
    assert.equal(store.listMailboxes(winner.id).length, 1)
  })

  property(subject, 'password and last login change, nothing else does', async (store) => {
    const account = await newAccount(store)
    await store.updateAccount(account.id, { passwordHash: 'new' })
    await store.updateAccount(account.id, { lastLoginDay: TODAY + 3 })
    assert.deepEqual(store.account(account.id), {
      ...account,
      passwordHash: 'new',
      lastLoginDay: TODAY + 3,
    })
    await store.createMailbox(account.id, 'Later')
    assert.equal(store.account(account.id)!.passwordHash, 'new')
    await store.updateAccount(account.id + 1, { passwordHash: 'nobody' })
    assert.equal(store.account(account.id + 1), undefined)
  })

  property(subject, 'a deleted account leaves nothing in sight and others untouched', async (store) => {
    const [alice, bob] = [await newAccount(store), await newAccount(store, 'bob@example.org')]
    const extra = (await store.createMailbox(alice.id, 'Extra'))!
    const [inAlice, inBob] = await deliverTo(store, [alice, bob])
    const entry = store.listMessages(inBob!.mailboxId)[0]!
    await store.setMetadata(alice.id, '', '/private/a', '1')
    await store.setMetadata(alice.id, 'INBOX', '/private/b', '2')
    await store.deleteAccount(alice.id)
    assert.equal(store.findAccount(alice.address), undefined)
    assert.equal(store.account(alice.id), undefined)
    assert.equal(store.mailbox(inAlice!.mailboxId), undefined)
    assert.equal(store.mailbox(extra.id), undefined)
    assert.deepEqual(store.listMailboxes(alice.id), [])
    assert.deepEqual(uidsOf(store, inAlice!.mailboxId), [])
    assert.deepEqual(store.usage(alice.id), { messages: 0, bytes: 0 })
    assert.equal(store.metadata(alice.id, '', '/private/a'), undefined)
    assert.equal(store.metadata(alice.id, 'INBOX', '/private/b'), undefined)
    assert.equal(store.countAccounts(), 1)
    assert.equal(store.content(entry)?.size, 100)
    assert.deepEqual(store.usage(bob.id), { messages: 1, bytes: 100 })
    await store.deleteAccount(alice.id)
    assert.equal(store.countAccounts(), 1)
  })

  property(
    subject,
    'an address that comes back is a new account with a greater UIDVALIDITY',
    async (store) => {
      const first = await newAccount(store)
      const { uidValidity } = inbox(store, first)
      await deliverTo(store, [first])
      await store.deleteAccount(first.id)
      const second = await newAccount(store)
      assert.notEqual(second.id, first.id)
      assert.ok(inbox(store, second).uidValidity > uidValidity)
      assert.deepEqual(store.usage(second.id), { messages: 0, bytes: 0 })
      assert.deepEqual(uidsOf(store, inbox(store, second).id), [])
    },
  )

  property(subject, 'metadata is kept per account, mailbox and entry', async (store) => {
    const [alice, bob] = [await newAccount(store), await newAccount(store, 'bob@example.org')]
    const other = (await store.createMailbox(alice.id, 'Other'))!
    await store.setMetadata(alice.id, '', '/private/x', 'server')
    await store.setMetadata(alice.id, 'inbox', '/private/x', 'grüße')
    await store.setMetadata(alice.id, 'Other', '/private/x', '')
    assert.equal(store.metadata(alice.id, '', '/private/x'), 'server')
    assert.equal(store.metadata(alice.id, 'INBOX', '/private/x'), 'grüße')
    assert.equal(store.metadata(alice.id, 'Other', '/private/x'), '')
    assert.equal(store.metadata(alice.id, '', '/private/y'), undefined)
    assert.equal(store.metadata(bob.id, '', '/private/x'), undefined)
    await store.renameMailbox(other.id, 'Renamed')
    assert.equal(store.metadata(alice.id, 'Renamed', '/private/x'), '')
    assert.equal(store.metadata(alice.id, 'Other', '/private/x'), undefined)
    await store.deleteMailbox(other.id)
    await store.createMailbox(alice.id, 'Renamed')
    assert.equal(store.metadata(alice.id, 'Renamed', '/private/x'), undefined)
    await store.setMetadata(alice.id, '', '/private/x', undefined)
    assert.equal(store.metadata(alice.id, '', '/private/x'), undefined)
    await store.setMetadata(alice.id, 'Nowhere', '/private/x', 'lost')
    assert.equal(store.metadata(alice.id, 'Nowhere', '/private/x'), undefined)
  })

  property(subject, 'texts that fit no key are refused, and nothing is harmed', async (store) => {
    const alice = newAccount(store)
    for (const text of ['', 'x'.repeat(1001)]) {
      await assert.rejects(store.createAccount(text, 'hash', TODAY), RangeError)
      await assert.rejects(store.setMetadata((await alice).id, '', text, 'v'), RangeError)
    }
    const longest = 'x'.repeat(1000)
    const { account } = await store.createAccount(longest, 'hash', TODAY)
    assert.deepEqual(store.findAccount(longest), account)
    await store.setMetadata(account.id, '', longest, 'v')
    assert.equal(store.metadata(account.id, '', longest), 'v')
    assert.equal(store.countAccounts(), 2)
  })
}
