import assert from 'node:assert/strict'
import { test } from 'node:test'
import { debianMirror, debootstrapMirror, namedMirror, parseDeb822, parseOneLine } from './mirror.ts'

const stock = `Types: deb
# a comment inside the stanza
URIs: http://mirror.example/debian/
Suites: bookworm
 bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main
`

test('deb822: several suites, folded lines, comments', () => {
  assert.deepEqual(
    parseDeb822(stock).map(({ uri, suite }) => `${uri} ${suite}`),
    [
      'http://mirror.example/debian bookworm',
      'http://mirror.example/debian bookworm-updates',
      'http://mirror.example/debian-security bookworm-security',
    ],
  )
})

test('deb822: disabled stanzas and sources of source code are not mirrors', () => {
  const off = stock.replaceAll('Types: deb', 'Enabled: no\nTypes: deb')
  assert.deepEqual(parseDeb822(off), [])
  assert.deepEqual(parseDeb822(stock.replaceAll('Types: deb', 'Types: deb-src')), [])
})

test('one-line sources with options, comments and deb-src', () => {
  const text = `# deb http://commented.example/debian sid main
deb [arch=amd64 signed-by=/x.gpg] https://ftp.example/debian trixie main contrib # why
deb-src https://ftp.example/debian trixie main
deb cdrom:[Debian]/ trixie main
`
  assert.deepEqual(parseOneLine(text)[0], { uri: 'https://ftp.example/debian', suite: 'trixie' })
  assert.equal(debianMirror(parseOneLine(text))?.debian, 'https://ftp.example/debian')
})

test('the security archive is the one apt names, or the sister of the main one', () => {
  assert.deepEqual(debianMirror(parseDeb822(stock)), {
    debian: 'http://mirror.example/debian',
    'debian-security': 'http://mirror.example/debian-security',
  })
  assert.deepEqual(debianMirror(parseOneLine('deb https://ftp.example/pub/debian trixie main')), {
    debian: 'https://ftp.example/pub/debian',
    'debian-security': 'https://ftp.example/pub/debian-security',
  })
})

test('Ubuntu knows no Debian mirror; debootstrap does', () => {
  const ubuntu = parseDeb822(
    'Types: deb\nURIs: http://archive.example/ubuntu/\nSuites: noble\nComponents: main\n',
  )
  assert.equal(debianMirror(ubuntu), undefined)
  const script =
    '#!/bin/sh\nDEF_MIRROR="http://deb.example/debian"\nDEF_HTTPS_MIRROR="https://deb.example/debian"\n'
  assert.equal(debootstrapMirror(script)?.debian, 'http://deb.example/debian')
  assert.equal(debootstrapMirror('nothing'), undefined)
})

test('--mirror takes a web address and says so otherwise', () => {
  assert.equal(
    namedMirror('http://near.example/debian/')['debian-security'],
    'http://near.example/debian-security',
  )
  assert.throws(() => namedMirror('near.example/debian'), /not a web address; expected http\(s\)/)
})
