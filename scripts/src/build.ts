import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { buildAll } from './build-all.ts'
import { Remedy, tell } from './remedy.ts'

const usage = `scripts/build: makes the flashable image in dist/

  --server         only the binaries dist/roost-linux-x64 and dist/roost-linux-arm64
  --mirror URL     Debian mirror; without it the one that this machine's apt uses
  --update-lock    pin the newest package versions, and build with them
  --locked         fail when a pinned package is gone, instead of taking its successor
  --report         say where the time went
  --help           this text`

function readOptions() {
  try {
    return parseArgs({
      options: {
        server: { type: 'boolean', default: false },
        mirror: { type: 'string' },
        'update-lock': { type: 'boolean', default: false },
        locked: { type: 'boolean', default: false },
        report: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    throw new Remedy(`${(error as Error).message}\n\n${usage}`)
  }
}

await tell(async () => {
  const options = readOptions()
  if (options.help) {
    console.log(usage)
    return 0
  }
  await buildAll({
    root: dirname(dirname(import.meta.dirname)),
    serverOnly: options.server,
    updateLock: options['update-lock'],
    locked: options.locked,
    report: options.report,
    ...(options.mirror === undefined ? {} : { mirror: options.mirror }),
  })
  return 0
})
