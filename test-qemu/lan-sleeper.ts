import { spawn } from 'node:child_process'
import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { enterLan, lan } from './lan.ts'

/** Started by `lan.integration.test.ts`: tells what the house network looks like from within, then hangs. */
enterLan(import.meta.filename)

const server = createServer().listen(443, lan.box)
await once(server, 'listening')
const visit = connect(443, lan.domain)
await once(visit, 'connect')
const unknown = await lookup('example.org').then(
  () => 'found',
  (error: NodeJS.ErrnoException) => error.code,
)
spawn('sleep', [process.argv[2] ?? '60'], { stdio: 'ignore' })
console.log(JSON.stringify({ visitor: visit.localAddress, box: visit.remoteAddress, unknown }))
setInterval(() => {}, 1000)
