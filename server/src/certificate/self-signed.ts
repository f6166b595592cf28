import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  X509Certificate,
} from 'node:crypto'
import type { CertificateNames } from './names.ts'

/** No clock is asked: a Pi has none at first boot, and phones must not care. */
const notBefore = new Date('2020-01-01T00:00:00Z')
const notAfter = new Date('2120-01-01T00:00:00Z')

/** A new P-256 private key, PKCS #8 in PEM. */
export const createKey = (): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  }) as string

/**
 * A self-signed server certificate for the names, PEM. `CA:FALSE`, so that nobody who installs it trusts this box
 * for other names (docs/protocol.md, certificates).
 */
export async function issueSelfSigned(keyPem: string, names: CertificateNames): Promise<string> {
  // Loaded only here: most starts issue nothing.
  // tsyringe, inside x509, expects this polyfill.
  await import('reflect-metadata')
  const x509 = await import('@peculiar/x509')
  const privateKey = createPrivateKey(keyPem)
  const curve = { name: 'ECDSA', namedCurve: 'P-256' }
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${(names.dns[0] ?? names.ip[0]!).replace(/[,+"\\<>;=#]/g, '')}`,
    notBefore,
    notAfter,
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    keys: {
      privateKey: privateKey.toCryptoKey(curve, false, ['sign']) as CryptoKey,
      publicKey: createPublicKey(keyPem).toCryptoKey(curve, true, ['verify']) as CryptoKey,
    },
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        ...names.dns.map((value) => ({ type: 'dns', value }) as const),
        ...names.ip.map((value) => ({ type: 'ip', value }) as const),
      ]),
    ],
  })
  return `${certificate.toString('pem')}\n`
}

/** True when the certificate is for this key and for exactly these names. */
export function covers(certificatePem: string, key: KeyObject, names: CertificateNames): boolean {
  let certificate: X509Certificate
  try {
    certificate = new X509Certificate(certificatePem)
  } catch {
    return false
  }
  const listed = certificate.subjectAltName?.split(', ') ?? []
  return (
    certificate.checkPrivateKey(key) &&
    listed.length === names.dns.length + names.ip.length &&
    names.dns.every((name) => listed.includes(`DNS:${name}`)) &&
    names.ip.every((ip) => certificate.checkIP(ip) !== undefined)
  )
}
