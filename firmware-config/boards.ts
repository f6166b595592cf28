/** A board the image starts on. */
export interface Board {
  readonly name: string
  readonly soc: 'bcm2837' | 'bcm2711' | 'bcm2712'
  /** Upstream names, which the firmware chooses by with `upstream_kernel=1`; a stepping may have its own. */
  readonly deviceTrees: readonly string[]
  /** The tag by which Raspberry Pi Imager filters images for a device. */
  readonly imagerTag: 'pi3-64bit' | 'pi4-64bit' | 'pi5-64bit'
  /** The console on the header's pins (Pi 5: the small UART socket). */
  readonly serial: 'ttyS1' | 'ttyAMA10'
  readonly ethernet: boolean
}

/** Every board of the one image (docs/architecture.md, the card). */
export const boards: readonly Board[] = [
  pi3('Raspberry Pi 3 Model B', 'bcm2837-rpi-3-b.dtb', true),
  pi3('Raspberry Pi 3 Model B+', 'bcm2837-rpi-3-b-plus.dtb', true),
  pi3('Raspberry Pi 3 Model A+', 'bcm2837-rpi-3-a-plus.dtb', false),
  pi3('Raspberry Pi Zero 2 W', 'bcm2837-rpi-zero-2-w.dtb', false),
  pi4('Raspberry Pi 4 Model B', 'bcm2711-rpi-4-b.dtb'),
  pi4('Raspberry Pi 400', 'bcm2711-rpi-400.dtb'),
  pi4('Raspberry Pi Compute Module 4', 'bcm2711-rpi-cm4-io.dtb'),
  {
    name: 'Raspberry Pi 5',
    soc: 'bcm2712',
    deviceTrees: ['bcm2712-rpi-5-b.dtb', 'bcm2712-d-rpi-5-b.dtb'],
    imagerTag: 'pi5-64bit',
    serial: 'ttyAMA10',
    ethernet: true,
  },
]

function pi3(name: string, deviceTree: string, ethernet: boolean): Board {
  return {
    name,
    soc: 'bcm2837',
    deviceTrees: [deviceTree],
    imagerTag: 'pi3-64bit',
    serial: 'ttyS1',
    ethernet,
  }
}

function pi4(name: string, deviceTree: string): Board {
  const ethernet = true
  return {
    name,
    soc: 'bcm2711',
    deviceTrees: [deviceTree],
    imagerTag: 'pi4-64bit',
    serial: 'ttyS1',
    ethernet,
  }
}
