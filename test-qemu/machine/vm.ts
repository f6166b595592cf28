import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { boards } from '../firmware/boards.ts'
import { loadLikeFirmware } from '../firmware/firmware.ts'
import { SerialConsole } from './console.ts'
import { Qmp } from './qmp.ts'

export type MachineName = 'virt' | 'raspi3b'

/** A TCP port of the guest, offered at an address of the host. */
export interface Forward {
  readonly address: string
  readonly port: number
  readonly guest: number
}

export interface VmOptions {
  readonly machine: MachineName
  /** Made by {@link writeCard}; what the machine writes stays on it. */
  readonly card: string
  readonly folder: string
  readonly forwards: readonly Forward[]
}

/**
 * What the machines are made of. `virt` stands for a Pi 4 with 1 GiB: its kernel, initrd and command line, on
 * virtio hardware. `raspi3b` is the board itself, with its device tree; QEMU's has no Ethernet, so the network
 * hangs on USB. The card's command line is taken as it is. The balloon of `virt` only reports memory.
 */
const machines = {
  virt: {
    board: boards.pi4,
    arguments: (card: string) => [
      ...['-M', 'virt', '-cpu', 'cortex-a72', '-smp', '2', '-m', '1024'],
      ...['-drive', `if=none,id=card,format=raw,file=${card}`, '-device', 'virtio-blk-pci,drive=card'],
      ...['-device', 'virtio-net-pci,netdev=lan,romfile=', '-device', 'virtio-rng-pci'],
      ...['-device', 'virtio-balloon-pci,id=balloon', '-device', 'virtio-keyboard-pci'],
      ...['-serial', 'stdio'],
    ],
    deviceTree: false,
  },
  raspi3b: {
    board: boards.pi3,
    arguments: (card: string) => [
      ...['-M', 'raspi3b', '-drive', `if=sd,format=raw,file=${card}`],
      ...['-device', 'usb-net,netdev=lan', '-serial', 'null', '-serial', 'stdio'],
    ],
    deviceTree: true,
  },
} as const

/** A running machine. */
export interface Vm {
  readonly console: SerialConsole
  /** `performance.now()` when QEMU was started. */
  readonly startedAt: number
  /** Files that the firmware chose. */
  readonly booted: readonly string[]
  readonly qmp: Qmp
  /** Waits until the machine has switched itself off or reset. */
  off(timeoutMs: number): Promise<void>
  /** Pulls the plug: nothing in the machine gets to run another instruction. */
  cutPower(): Promise<void>
}

/** Powers a machine on. A reset ends it too, as far as QEMU is concerned: power it on again with the same card. */
export async function powerOn({ machine, card, folder, forwards }: VmOptions): Promise<Vm> {
  const { board, arguments: hardware, deviceTree } = machines[machine]
  const run = await mkdtemp(join(folder, 'run-'))
  const loaded = await loadLikeFirmware(card, board, run)
  const socket = join(run, 'qmp')
  const network = forwards.map(({ address, port, guest }) => `hostfwd=tcp:${address}:${port}-:${guest}`)
  const startedAt = performance.now()
  const qemu = spawn(
    'qemu-system-aarch64',
    [
      ...['-nodefaults', '-no-user-config', '-no-reboot', '-display', 'none', '-accel', 'tcg,thread=multi'],
      ...hardware(card),
      ...['-netdev', ['user', 'id=lan', 'restrict=on', ...network].join(',')],
      ...['-qmp', `unix:${socket},server=on,wait=off`],
      ...['-kernel', loaded.kernel],
      ...(loaded.initrd ? ['-initrd', loaded.initrd] : []),
      ...(deviceTree ? ['-dtb', loaded.deviceTree] : []),
      ...['-append', loaded.commandLine],
    ],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  )
  const complaints = collect(qemu)
  const exited = new Promise<void>((resolve) => qemu.once('close', () => resolve()))
  const serial = new SerialConsole(qemu.stdout, qemu.stdin)
  const qmp = await connected(qemu, socket, complaints)
  return {
    console: serial,
    startedAt,
    booted: loaded.chosen,
    qmp,
    async off(timeoutMs) {
      const late = new AbortController()
      const timeout = sleep(timeoutMs, 'late' as const, { signal: late.signal, ref: false }).catch(
        () => 'late',
      )
      const ended = await Promise.race([exited.then(() => 'off' as const), timeout])
      late.abort()
      if (ended !== 'off')
        throw new Error(`the machine is still on after ${timeoutMs / 1000} s\n${serial.tail()}`)
    },
    async cutPower() {
      qmp.close()
      qemu.kill('SIGKILL')
      await exited
    },
  }
}

function collect(qemu: ChildProcess): () => string {
  let text = ''
  qemu.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-4000)
  })
  qemu.on('error', (error: NodeJS.ErrnoException) => {
    text +=
      error.code === 'ENOENT' ? 'it is missing. Install it: apt-get install qemu-system-arm' : error.message
  })
  return () => text.trim()
}

async function connected(qemu: ChildProcess, socket: string, complaints: () => string): Promise<Qmp> {
  for (let tries = 0; tries < 200; tries++) {
    if (qemu.exitCode !== null || qemu.pid === undefined) break
    if (existsSync(socket)) {
      const qmp = await Qmp.connect(socket).catch(() => undefined)
      if (qmp) return qmp
    }
    await sleep(50)
  }
  qemu.kill('SIGKILL')
  if (qemu.pid !== undefined && qemu.exitCode === null) await once(qemu, 'close')
  throw new Error(`qemu-system-aarch64 did not start: ${complaints()}`)
}
