import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { ChatCore, olderPrograms, programs } from '../../test-qemu/client/core.ts'
import { Person } from '../../test-qemu/client/person.ts'
import type { Ports } from './config/config.ts'
import { freshFolder, startRoost } from './testing/binary.ts'

/** What a join page would show: the box's own address and ports, its certificate taken as it is (`sc` for releases before 2.0). */
const loginLink = (name: string, { imaps, submissions }: Ports): string =>
  `dclogin:${name}@_roost.test?p=longpassword${name}&v=1&ih=127.0.0.1&ip=${imaps}&is=ssl` +
  `&sh=127.0.0.1&sp=${submissions}&ss=ssl&ic=3&sc=3`

for (const [release, program] of Object.entries({ ...programs, ...olderPrograms })) {
  test(`two apps (core: ${release}) meet by SecureJoin and send ten messages each way`, async (t) => {
    const folder = await freshFolder(t)
    const roost = await startRoost(join(folder, 'data'))
    t.after(() => roost.stop('SIGKILL'))
    const cores = await Promise.all(
      ['kara', 'nils'].map(async (name) => {
        await mkdir(join(folder, name))
        return new ChatCore(program(), join(folder, name))
      }),
    )
    t.after(async () => {
      for (const core of cores) await core.close()
    })
    const [kara, nils] = await Promise.all([
      Person.join('Kara', cores[0]!, loginLink('kara12345', roost.ports)),
      Person.join('Nils', cores[1]!, loginLink('nils12345', roost.ports)),
    ])
    const [toNils, toKara] = await kara.befriend(nils)
    const texts = Array.from({ length: 10 }, (_, index) => `message ${index}`)
    await Promise.all([
      ...texts.map((text) => kara.send(toNils, `${text} to Nils`)),
      ...texts.map((text) => nils.send(toKara, `${text} to Kara`)),
    ])
    await Promise.all([
      ...texts.map((text) => nils.receive(`${text} to Nils`)),
      ...texts.map((text) => kara.receive(`${text} to Kara`)),
    ])
    assert.equal(await roost.stop(), 0)
    assert.doesNotMatch(roost.output, /error|warn/)
  })
}
