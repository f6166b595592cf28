import { execFile } from 'node:child_process'
import { open, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import type { Board } from './boards.ts'
import { chooseBootFiles } from './boot-files.ts'
import { readConfigTxt } from './config-txt.ts'
import { bootPartition, readPartitions } from './mbr.ts'

const run = promisify(execFile)

/** What the firmware hands to the kernel, as files outside of the card. */
export interface Loaded {
  readonly kernel: string
  readonly initrd: string | undefined
  readonly deviceTree: string
  readonly commandLine: string
  /** Paths on the boot partition, for messages. */
  readonly chosen: readonly string[]
}

/**
 * Does what the firmware of a board does between power and kernel: reads the partition table, config.txt and the
 * files that it names, straight from the image. It needs neither root nor loop devices, and models the choice of
 * files only: no EEPROM, no overlays, no tryboot.
 * @param image the raw image
 * @param folder where the files are put
 */
export async function loadLikeFirmware(image: string, board: Board, folder: string): Promise<Loaded> {
  const fat = await openBootPartition(image)
  const config = await fat.read('config.txt')
  const files = chooseBootFiles(readConfigTxt(config.toString('latin1'), board), board, fat.has)
  const extract = async (path: string): Promise<string> => {
    const target = join(folder, basename(path))
    await writeFile(target, await fat.read(path))
    return target
  }
  const kernel = await extract(files.kernel)
  const deviceTree = await extract(files.deviceTree)
  const initramfs = await Promise.all(files.initramfs.map(extract))
  const cmdline = files.cmdline === undefined ? '' : (await fat.read(files.cmdline)).toString('latin1')
  return {
    kernel,
    deviceTree,
    initrd: await concatenated(initramfs, join(folder, 'initramfs')),
    // Only the first line counts.
    commandLine: cmdline.split(/\r?\n/)[0]?.trim() ?? '',
    chosen: [files.kernel, ...files.initramfs, files.deviceTree, ...(files.cmdline ? [files.cmdline] : [])],
  }
}

async function concatenated(parts: readonly string[], target: string): Promise<string | undefined> {
  if (parts.length < 2) return parts[0]
  await writeFile(target, Buffer.concat(await Promise.all(parts.map((part) => readFile(part)))))
  return target
}

/** The FAT of an image, read by mtools at its offset. Names are compared as FAT does, without case. */
async function openBootPartition(image: string) {
  const file = await open(image)
  const record = Buffer.alloc(512)
  await file.read(record, 0, 512, 0).finally(() => file.close())
  const drive = `${image}@@${bootPartition(readPartitions(record)).start}`
  const mtools = async (program: string, ...args: string[]): Promise<Buffer> => {
    const { stdout } = await run(program, ['-i', drive, ...args], {
      encoding: 'buffer',
      maxBuffer: 512 * 1024 * 1024,
      env: { ...process.env, MTOOLS_SKIP_CHECK: '1' },
    }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT')
        throw new Error(`${program} is missing. Install it: apt-get install mtools`)
      throw error
    })
    return stdout
  }
  const listing = (await mtools('mdir', '-/', '-b', '::')).toString('utf8')
  const names = new Set(listing.split('\n').map((line) => line.trim().replace(/^::\//, '').toLowerCase()))
  return {
    has: (path: string): boolean => names.has(path.toLowerCase()),
    read: (path: string): Promise<Buffer> => mtools('mtype', `::${path}`),
  }
}
