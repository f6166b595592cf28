import { setTimeout as sleep } from 'node:timers/promises'
import type { Vm } from './vm.ts'

const balloon = { path: '/machine/peripheral/balloon' }

/**
 * Memory as the guest's own kernel counts it, in octets: told through the balloon of `virt`, so that no shell on the
 * box is needed, of which there is none.
 */
export async function readMemory(vm: Vm): Promise<{ total: number; available: number }> {
  const asked = Math.floor(Date.now() / 1000)
  await vm.qmp.execute('qom-set', { ...balloon, property: 'guest-stats-polling-interval', value: 1 })
  for (let tries = 0; tries < 60; tries++) {
    const { stats, 'last-update': updated } = (await vm.qmp.execute('qom-get', {
      ...balloon,
      property: 'guest-stats',
    })) as { stats: Readonly<Record<string, number>>; 'last-update': number }
    const [total, available] = [stats['stat-total-memory'], stats['stat-available-memory']]
    if (updated > asked && total !== undefined && available !== undefined && available > 0)
      return { total, available }
    await sleep(500)
  }
  throw new Error(`the guest does not report its memory\n${vm.console.tail()}`)
}

/** Presses Ctrl-Alt-Del, which asks systemd for a clean restart. */
export async function pressRestart(vm: Vm): Promise<void> {
  const keys = ['ctrl', 'alt', 'delete'].map((data) => ({ type: 'qcode', data }))
  await vm.qmp.execute('send-key', { keys, 'hold-time': 200 })
}
