import { silentLog } from '../../../log/log.ts'
import { deliverTo, message, NOON, newAccount, TODAY } from '../../conformance/subject.ts'
import { openLmdbStore } from '../store.ts'

/** Fills twenty mailboxes, says so, and expires everything in them. Meant to be killed while it does. */
const folder = process.argv[2]!
const store = await openLmdbStore(folder, {
  clock: { now: () => NOON },
  log: silentLog,
  mapBytes: 2 ** 30,
})
for (let i = 0; i < 20; i++) {
  const account = await newAccount(store, `user${i}@example.org`)
  await Promise.all(
    Array.from({ length: 150 }, (_, n) => deliverTo(store, [account], message(n % 50 === 0 ? 30_000 : 200))),
  )
}
process.stdout.write('full\n')
for (;;) {
  const [due] = store.mailboxesBefore('any', TODAY + 1, 1)
  if (due === undefined) break
  await store.expire(due, () => true, TODAY)
}
process.stdout.write('empty\n')
await store.close()
