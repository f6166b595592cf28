import assert from 'node:assert/strict'
import { deliverTo, inbox, newAccount, property, type Subject, uidsOf } from './subject.ts'

export const mailboxProperties = (subject: Subject): void => {
  property(subject, 'a new mailbox is empty, listed and found', async (store) => {
    const account = await newAccount(store)
    const made = (await store.createMailbox(account.id, 'DeltaChat/Größe'))!
    assert.deepEqual(made, {
      id: made.id,
      accountId: account.id,
      name: 'DeltaChat/Größe',
      uidValidity: made.uidValidity,
      uidNext: 1,
      messages: 0,
      bytes: 0,
      highestModseq: 1,
    })
    assert.ok(made.uidValidity > inbox(store, account).uidValidity)
    assert.deepEqual(store.findMailbox(account.id, made.name), made)
    assert.deepEqual(store.mailbox(made.id), made)
    assert.deepEqual(
      store.listMailboxes(account.id).map(({ name }) => name),
      ['DeltaChat/Größe', 'INBOX'],
    )
  })

  property(subject, 'names are case-sensitive except INBOX', async (store) => {
    const account = await newAccount(store)
    assert.equal(store.findMailbox(account.id, 'iNbOx')!.name, 'INBOX')
    assert.equal(await store.createMailbox(account.id, 'inbox'), undefined)
    assert.notEqual(await store.createMailbox(account.id, 'Sent'), undefined)
    assert.notEqual(await store.createMailbox(account.id, 'sent'), undefined)
    assert.equal(await store.createMailbox(account.id, 'Sent'), undefined)
    assert.notEqual(await store.createMailbox(account.id, 'INBOX/Sub'), undefined)
  })

  property(subject, 'a name that no mailbox can have is found nowhere', async (store) => {
    const account = await newAccount(store)
    for (const name of ['', 'n'.repeat(1001), 'n'.repeat(100_000)])
      assert.equal(store.findMailbox(account.id, name), undefined)
  })

  property(subject, 'of parallel creations of one name exactly one succeeds', async (store) => {
    const account = await newAccount(store)
    const made = await Promise.all(Array.from({ length: 8 }, () => store.createMailbox(account.id, 'One')))
    assert.equal(made.filter((mailbox) => mailbox !== undefined).length, 1)
  })

  property(subject, 'a mailbox of an account that is gone is not made', async (store) => {
    const account = await newAccount(store)
    await store.deleteAccount(account.id)
    assert.equal(await store.createMailbox(account.id, 'Late'), undefined)
  })

  property(subject, 'a name nobody can store is refused and nothing is harmed', async (store) => {
    const account = await newAccount(store)
    const other = store.createMailbox(account.id, 'Fine')
    await assert.rejects(store.createMailbox(account.id, 'x'.repeat(1001)), RangeError)
    await assert.rejects(store.createMailbox(account.id, ''), RangeError)
    assert.notEqual(await other, undefined)
    assert.notEqual(await store.createMailbox(account.id, 'x'.repeat(1000)), undefined)
  })

  property(subject, 'renaming keeps id, UIDs and UIDVALIDITY', async (store) => {
    const account = await newAccount(store)
    const made = (await store.createMailbox(account.id, 'Old'))!
    await deliverTo(store, [account])
    await store.copy(inbox(store, account).id, [1], made.id, { move: true, quotaBytes: 1e9 })
    const before = store.mailbox(made.id)!
    assert.equal(await store.renameMailbox(made.id, 'New'), true)
    assert.deepEqual(store.mailbox(made.id), { ...before, name: 'New' })
    assert.equal(store.findMailbox(account.id, 'Old'), undefined)
    assert.deepEqual(uidsOf(store, made.id), [1])
    await store.createMailbox(account.id, 'Taken')
    assert.equal(await store.renameMailbox(made.id, 'Taken'), false)
    assert.equal(await store.renameMailbox(made.id, 'inbox'), false)
    assert.equal(store.mailbox(made.id)!.name, 'New')
  })

  property(subject, 'INBOX can be neither deleted nor renamed', async (store) => {
    const account = await newAccount(store)
    await deliverTo(store, [account])
    const before = inbox(store, account)
    await assert.rejects(store.deleteMailbox(before.id), /INBOX/)
    await assert.rejects(store.renameMailbox(before.id, 'Else'), /INBOX/)
    assert.deepEqual(inbox(store, account), before)
    assert.equal(store.findMailbox(account.id, 'Else'), undefined)
  })

  property(subject, 'a deleted mailbox takes its messages out of the usage', async (store) => {
    const account = await newAccount(store)
    const made = (await store.createMailbox(account.id, 'Gone'))!
    await deliverTo(store, [account])
    await deliverTo(store, [account])
    await store.copy(inbox(store, account).id, [1, 2], made.id, { move: false, quotaBytes: 1e9 })
    assert.deepEqual(store.usage(account.id), { messages: 4, bytes: 400 })
    await store.deleteMailbox(made.id)
    assert.equal(store.mailbox(made.id), undefined)
    assert.equal(store.findMailbox(account.id, 'Gone'), undefined)
    assert.deepEqual(store.listMessages(made.id), [])
    assert.deepEqual(store.usage(account.id), { messages: 2, bytes: 200 })
    await store.deleteMailbox(made.id)
    assert.deepEqual(store.usage(account.id), { messages: 2, bytes: 200 })
    const again = (await store.createMailbox(account.id, 'Gone'))!
    assert.ok(again.uidValidity > made.uidValidity)
    assert.deepEqual(uidsOf(store, again.id), [])
  })
}
