import type { Board } from './boards.ts'

/** The settings of config.txt that choose what is started. */
export interface BootSettings {
  readonly os_prefix: string
  readonly kernel?: string
  readonly cmdline: string
  readonly device_tree?: string
  /** `initramfs FILE followkernel`: file names, concatenated by the firmware. */
  readonly initramfs: readonly string[]
  readonly upstream_kernel: boolean
  readonly auto_initramfs: boolean
}

/** Longest line the firmware reads; the rest of a longer one is ignored. */
const longestLine = 98

const modelFilters: readonly string[] =
  'pi0 pi0w pi02 pi1 pi2 pi3 pi3+ pi4 pi400 pi5 pi500 cm0 cm1 cm3 cm3+ cm4 cm4s cm5'.split(' ')

/**
 * What a board reads in config.txt, in the order of the Raspberry Pi documentation ("config.txt", "conditional
 * filters"): a later setting wins; a model filter replaces the model filter before it; `[all]` ends every filter;
 * `[none]` and filters that a plain boot does not meet (`[tryboot]`, `[gpio4=1]`, a serial number) exclude.
 * @throws on `include`, which this model does not follow
 */
export function readConfigTxt(text: string, board: Board): BootSettings {
  const values = new Map<string, string>()
  let initramfs: string[] = []
  let model = true
  let other = true
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.slice(0, longestLine).trim()
    if (line === '' || line.startsWith('#')) continue
    const filter = /^\[(.*)\]$/.exec(line)?.[1]?.toLowerCase()
    if (filter === 'all') {
      model = true
      other = true
    } else if (filter !== undefined && modelFilters.includes(filter)) {
      model = board.filters.includes(filter)
    } else if (filter !== undefined) {
      other = false
    } else if (model && other) {
      if (line.startsWith('include '))
        throw new Error(`config.txt: this model of the firmware knows no "${line}"`)
      const loaded = /^initramfs\s+(\S+)(?:\s+\S+)?$/.exec(line)
      const setting = /^(\w+)\s*=\s*(.*)$/.exec(line)
      if (loaded?.[1] !== undefined) initramfs = loaded[1].split(',')
      else if (setting?.[1] !== undefined) values.set(setting[1], setting[2] ?? '')
    }
  }
  const kernel = values.get('kernel')
  const deviceTree = values.get('device_tree')
  return {
    os_prefix: values.get('os_prefix') ?? '',
    ...(kernel === undefined ? {} : { kernel }),
    cmdline: values.get('cmdline') ?? 'cmdline.txt',
    ...(deviceTree === undefined ? {} : { device_tree: deviceTree }),
    initramfs,
    upstream_kernel: values.get('upstream_kernel') === '1',
    auto_initramfs: values.get('auto_initramfs') === '1',
  }
}
