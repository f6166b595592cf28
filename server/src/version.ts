import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Put in by the build of the single executable. */
const built = process.env.ROOST_VERSION

/** The version of the program; from sources that of the repository. */
export const version: string =
  built ?? JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')).version
