import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseConfig } from '../config/parse.ts'
import { certificateNames } from './names.ts'
import { certificateSource } from './source.ts'

const folder = await mkdtemp(join(tmpdir(), 'roost-certificate-'))
test.after(() => rm(folder, { recursive: true }))

const config = (text: string) => {
  const result = parseConfig(text, { file: 'test.toml' })
  assert.ok('config' in result)
  return result.config
}
const selfSigned = (data: string, reachable: readonly string[] = [], domain = '_roost.test') =>
  certificateSource({ ...config(`domain = "${domain}"\ndata = "${join(folder, data)}"`), reachable })

test('names: the domain, what clients derive from it, what is reachable, the box itself', () => {
  assert.deepEqual(
    certificateNames({ domain: '_cm.test', reachable: ['192.168.1.10', 'box.lan', 'roost.local'] }),
    {
      dns: [
        '_cm.test',
        'autoconfig._cm.test',
        'box.lan',
        'localhost',
        'mta-sts._cm.test',
        'roost.local',
        'www._cm.test',
      ],
      ip: ['127.0.0.1', '192.168.1.10', '::1'],
    },
  )
  assert.deepEqual(certificateNames({ domain: '[192.0.2.1]', reachable: [] }), {
    dns: ['localhost', 'roost.local'],
    ip: ['127.0.0.1', '192.0.2.1', '::1'],
  })
})

test('first start makes a P-256 key and a certificate that is no authority; both are kept', async () => {
  const first = await selfSigned('first', ['fd00::1']).load()
  const certificate = new X509Certificate(first.cert)
  assert.equal(certificate.ca, false)
  assert.equal(certificate.publicKey.asymmetricKeyDetails?.namedCurve, 'prime256v1')
  assert.ok(certificate.verify(certificate.publicKey))
  assert.ok(certificate.validFromDate.getUTCFullYear() <= 2020, 'a box without a clock must not be too early')
  assert.ok(certificate.validToDate.getUTCFullYear() >= 2100)
  for (const name of ['_roost.test', 'autoconfig._roost.test', 'roost.local']) {
    assert.equal(certificate.checkHost(name), name)
  }
  for (const ip of ['127.0.0.1', '::1', 'fd00::1']) assert.ok(certificate.checkIP(ip), ip)
  assert.equal((await stat(join(folder, 'first/tls/key.pem'))).mode & 0o777, 0o600)
  assert.deepEqual(await selfSigned('first', ['fd00::1']).load(), first)
})

test('new names: the certificate is made anew, the key stays', async () => {
  const before = await selfSigned('names').load()
  const after = await selfSigned('names', ['192.168.7.7']).load()
  assert.equal(after.key, before.key)
  assert.notEqual(after.cert, before.cert)
  assert.ok(new X509Certificate(after.cert).checkIP('192.168.7.7'))
  const back = await selfSigned('names').load()
  assert.equal(new X509Certificate(back.cert).checkIP('192.168.7.7'), undefined)
})

test('[ip] domains', async () => {
  const { cert } = await selfSigned('ip', [], '[192.0.2.1]').load()
  assert.ok(new X509Certificate(cert).checkIP('192.0.2.1'))
})

test('a damaged certificate is replaced, a damaged key is never', async () => {
  const before = await selfSigned('damaged').load()
  await writeFile(join(folder, 'damaged/tls/cert.pem'), before.cert.slice(0, 100))
  const after = await selfSigned('damaged').load()
  assert.equal(after.key, before.key)
  await writeFile(join(folder, 'damaged/tls/key.pem'), 'junk')
  await assert.rejects(selfSigned('damaged').load(), /tls\/key\.pem is not a private key in PEM/)
  assert.equal(await readFile(join(folder, 'damaged/tls/key.pem'), 'utf8'), 'junk')
})

test('certificates of others: the pair is checked and read anew each time', async () => {
  const one = await selfSigned('one').load()
  const two = await selfSigned('two').load()
  const [cert, key] = [join(folder, 'chain.pem'), join(folder, 'own.pem')]
  const source = certificateSource(config(`domain = "example.org"\n[tls]\ncert = "${cert}"\nkey = "${key}"`))
  await assert.rejects(source.load(), /chain\.pem cannot be read \(ENOENT\)/)
  await writeFile(cert, one.cert)
  await writeFile(key, two.key)
  await assert.rejects(source.load(), /own\.pem is not the key of .*chain\.pem/)
  await writeFile(key, one.key)
  assert.deepEqual(await source.load(), one)
  await writeFile(cert, two.cert)
  await writeFile(key, two.key)
  assert.deepEqual(await source.load(), two)
  await writeFile(cert, 'hello')
  await assert.rejects(source.load(), /chain\.pem is not a certificate in PEM/)
})

test('a public domain without certificate is told what it needs', () => {
  assert.throws(() => certificateSource(config('domain = "example.org"')), /\[tls\] cert = .*begins with _/)
})

test('a data folder that refuses is not taken for a missing key', async () => {
  if (process.getuid?.() === 0) return // root may read everything
  await selfSigned('locked').load()
  await chmod(join(folder, 'locked/tls/key.pem'), 0)
  await assert.rejects(selfSigned('locked').load(), { code: 'EACCES' })
})
