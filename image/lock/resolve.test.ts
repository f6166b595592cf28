import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describe } from './resolve.ts'

const shown = `Package: kmod
Version: 34.2-2
Architecture: arm64
Filename: pool/main/k/kmod/kmod_34.2-2_arm64.deb
Size: 90272
SHA256: ${'ab'.repeat(32)}
Description: tools
 Filename: not this one

Package: ghost
Version: 1
Architecture: all
`
const origins = ` kmod | 34.2-2 | http://mirror.example/debian-security trixie-security/main arm64 Packages
 kmod | 34.2-2 | http://mirror.example/debian trixie/main arm64 Packages
 kmod | 30-1 | http://mirror.example/debian bookworm/main arm64 Packages
`

test("apt's answers become lock entries; what no suite holds is left out", () => {
  assert.deepEqual(describe(shown, origins), [
    {
      name: 'kmod',
      version: '34.2-2',
      architecture: 'arm64',
      suite: 'trixie-security',
      path: 'pool/main/k/kmod/kmod_34.2-2_arm64.deb',
      size: 90_272,
      sha256: 'ab'.repeat(32),
    },
  ])
})
