import { join } from 'node:path'
import { systemClock } from '../../src/clock.ts'
import { silentLog } from '../../src/log/log.ts'
import { encryptedMessage } from '../../src/policy/sample.ts'
import { openLmdbStore } from '../../src/store/lmdb/store.ts'
import type { Result } from '../result.ts'
import { removeScratch, scratchFolder } from '../scratch.ts'
import { startRoost, withRoost } from '../target.ts'
import { measureThroughput, type ThroughputShape } from './throughput.ts'

/** Start and cost per message with a full house behind it, beside an empty one. */
export const measureStored = async (
  program: string,
  parent: string,
  { accounts, messages }: { readonly accounts: number; readonly messages: number },
  shape: ThroughputShape,
): Promise<Result[]> => {
  const empty = await withRoost(program, parent, (target) => measureThroughput(target, shape))
  const data = scratchFolder(parent)
  try {
    await fill(data, accounts, messages)
    const target = await startRoost(program, parent, { data })
    try {
      const full = await measureThroughput(target, shape)
      const row = (what: string, value: number, unit: string, atMost: number): Result => ({
        what: `${what}, ${accounts} accounts, ${messages} messages`,
        who: 'roost',
        value,
        unit,
        goal: { atMost },
      })
      return [
        row('start to listening', target.startMs / 1000, 's', 0.5),
        row('processor per message of an empty store', full.cpuMs / empty.cpuMs, '', 1.3),
      ]
    } finally {
      await target.stop()
    }
  } finally {
    await removeScratch(data)
  }
}

/** Waves of what is written together, so that memory stays bounded. */
const WAVE = 2_000

const fill = async (data: string, accounts: number, messages: number): Promise<void> => {
  const store = await openLmdbStore(join(data, 'mail'), { clock: systemClock, log: silentLog })
  const waves = async (count: number, work: (index: number) => Promise<unknown>): Promise<void> => {
    for (let start = 0; start < count; start += WAVE)
      await Promise.all(
        Array.from({ length: Math.min(WAVE, count - start) }, (_, index) => work(start + index)),
      )
  }
  const today = Math.floor(systemClock.now() / 86_400_000)
  const ids: number[] = []
  await waves(accounts, async (index) => {
    const { account } = await store.createAccount(`resident${index}@_bench.test`, 'none', today)
    ids.push(account.id)
  })
  const bytes = encryptedMessage('resident@_bench.test', 500)
  await waves(messages, async (index) => {
    const staging = store.stage()
    await staging.write(bytes)
    await store.deliver(staging, [{ accountId: ids[(index * 7_919) % ids.length]!, mailbox: 'INBOX' }], {
      internalDate: systemClock.now(),
      quotaBytes: Number.MAX_SAFE_INTEGER,
    })
  })
  await store.close()
}
