/** What the firmware of one board brings along: the filters it meets and the names it looks for by itself. */
export interface Board {
  readonly name: string
  /** Sections of config.txt that apply. */
  readonly filters: readonly string[]
  /** Kernel names tried without a `kernel=` setting, best first. */
  readonly kernels: readonly string[]
  /** Device tree as Linux upstream names it, and as the Raspberry Pi kernel does. */
  readonly upstreamTree: string
  readonly downstreamTree: string
}

const eight = ['kernel8.img']

/** Boards of one image (Raspberry Pi documentation, "conditional filters" and "boot options"). */
export const boards = {
  pi3: {
    name: 'Raspberry Pi 3 Model B',
    filters: ['pi3'],
    kernels: eight,
    upstreamTree: 'bcm2837-rpi-3-b.dtb',
    downstreamTree: 'bcm2710-rpi-3-b.dtb',
  },
  zero2w: {
    name: 'Raspberry Pi Zero 2 W',
    filters: ['pi0', 'pi0w', 'pi02'],
    kernels: eight,
    upstreamTree: 'bcm2837-rpi-zero-2-w.dtb',
    downstreamTree: 'bcm2710-rpi-zero-2-w.dtb',
  },
  pi4: {
    name: 'Raspberry Pi 4 Model B',
    filters: ['pi4'],
    kernels: eight,
    upstreamTree: 'bcm2711-rpi-4-b.dtb',
    downstreamTree: 'bcm2711-rpi-4-b.dtb',
  },
  pi400: {
    name: 'Raspberry Pi 400',
    filters: ['pi4', 'pi400'],
    kernels: eight,
    upstreamTree: 'bcm2711-rpi-400.dtb',
    downstreamTree: 'bcm2711-rpi-400.dtb',
  },
  cm4: {
    name: 'Raspberry Pi Compute Module 4',
    filters: ['pi4', 'cm4'],
    kernels: eight,
    upstreamTree: 'bcm2711-rpi-cm4-io.dtb',
    downstreamTree: 'bcm2711-rpi-cm4.dtb',
  },
  pi5: {
    name: 'Raspberry Pi 5',
    filters: ['pi5'],
    kernels: ['kernel_2712.img', ...eight],
    upstreamTree: 'bcm2712-rpi-5-b.dtb',
    downstreamTree: 'bcm2712-rpi-5-b.dtb',
  },
} as const satisfies Record<string, Board>
