/** The system slots of a card. */
export type Slot = 'a' | 'b'

/**
 * The kernel's command line for a slot; one line, as the firmware reads only the first. No `console=`: then the kernel
 * speaks on the screen and on the serial console that the board's device tree names (`stdout-path`), which differs
 * between boards and QEMU. Naming several by hand fails, since a driver that meets a wrong number takes none.
 */
export function cmdlineTxt(slot: Slot): string {
  const words = [
    `roost.slot=${slot}`,
    // A box in a cupboard restarts by itself.
    'panic=10',
    'quiet',
    'loglevel=4',
    'consoleblank=0',
    // Interfaces are matched by kind; renaming them would only cost time.
    'net.ifnames=0',
    // For the screen; the default is too small for its frame buffer.
    'cma=64M',
  ]
  return `${words.join(' ')}\n`
}
