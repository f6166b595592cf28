import type { Target } from '../target.ts'
import { armor, packets } from './armor.ts'
import { gate } from './gate.ts'
import { header } from './header.ts'
import { web, wizard } from './http.ts'
import { imap } from './imap.ts'
import { imapParse } from './imap-parse.ts'
import { preseed, toml } from './settings.ts'
import { smtp } from './smtp.ts'
import { starttls } from './starttls.ts'
import { structure } from './structure.ts'
import { transfer } from './transfer.ts'

/** Everything that is fuzzed, and how many inputs the short run of the test suite tries. */
export const targets: readonly { readonly target: Target; readonly short: number }[] = [
  { target: imapParse, short: 4000 },
  { target: imap, short: 2500 },
  { target: smtp, short: 400 },
  { target: starttls, short: 40 },
  { target: gate, short: 4000 },
  { target: armor, short: 4000 },
  { target: packets, short: 4000 },
  { target: header, short: 4000 },
  { target: transfer, short: 4000 },
  { target: structure, short: 3000 },
  { target: toml, short: 3000 },
  { target: preseed, short: 3000 },
  { target: web, short: 300 },
  { target: wizard, short: 300 },
]
