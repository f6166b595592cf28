import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Config, isSelfSigned } from '../config/config.ts'
import { writeDurably } from './durable-file.ts'
import { certificateNames } from './names.ts'
import { covers, createKey, issueSelfSigned } from './self-signed.ts'

/** What the server proves who it is with: certificate chain and private key, PEM. */
export interface Identity {
  readonly cert: string
  readonly key: string
}

/**
 * Where the identity comes from. `load` makes or reads what is current; it is asked again from time to time, so
 * that a renewed certificate is used without a restart.
 */
export interface CertificateSource {
  load(): Promise<Identity>
}

/** Something is wrong with a key or certificate; the message says what to do. */
export class CertificateError extends Error {
  override name = 'CertificateError'
}

/** The source that the configuration asks for. @throws CertificateError when there is none for this domain. */
export function certificateSource(config: Config): CertificateSource {
  if (config.tls !== undefined) return fileSource(config.tls)
  if (isSelfSigned(config.domain)) return selfSignedSource(config)
  throw new CertificateError(
    `${config.domain} needs a certificate. Give its files: [tls] cert = "/path/fullchain.pem", ` +
      'key = "/path/privkey.pem"; or use a domain that begins with _ or is [address], which signs its own.',
  )
}

/** Key made once and kept (clients may remember it); certificate made anew when the names change. */
function selfSignedSource(config: Config): CertificateSource {
  const folder = join(config.data, 'tls')
  const keyFile = join(folder, 'key.pem')
  const certFile = join(folder, 'cert.pem')
  return {
    async load() {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      let key = await readIfThere(keyFile)
      if (key === undefined) {
        key = createKey()
        await writeDurably(keyFile, key, 0o600)
      }
      const names = certificateNames(config)
      let cert = await readIfThere(certFile)
      if (cert === undefined || !covers(cert, privateKey(key, keyFile), names)) {
        cert = await issueSelfSigned(key, names)
        await writeDurably(certFile, cert, 0o644)
      }
      return { cert, key }
    },
  }
}

/** Files that somebody else writes and renews. */
function fileSource(files: { readonly cert: string; readonly key: string }): CertificateSource {
  return {
    async load() {
      const cert = await readGiven(files.cert)
      const key = await readGiven(files.key)
      let certificate: X509Certificate
      try {
        certificate = new X509Certificate(cert)
      } catch {
        throw new CertificateError(
          `${files.cert} is not a certificate in PEM. Give the full chain, leaf first.`,
        )
      }
      if (!certificate.checkPrivateKey(privateKey(key, files.key))) {
        throw new CertificateError(
          `${files.key} is not the key of ${files.cert}. Give the pair that belongs together.`,
        )
      }
      return { cert, key }
    },
  }
}

function privateKey(pem: string, file: string): KeyObject {
  try {
    return createPrivateKey(pem)
  } catch {
    throw new CertificateError(
      `${file} is not a private key in PEM without password. Restore it, or remove it.`,
    )
  }
}

const readIfThere = async (file: string): Promise<string | undefined> =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })

const readGiven = async (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CertificateError(`${file} cannot be read (${error.code}). Check the path and its permissions.`)
  })
