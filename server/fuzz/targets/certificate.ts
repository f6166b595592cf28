import { createKey, issueSelfSigned } from '../../src/certificate/self-signed.ts'
import { createTls, type Tls } from '../../src/listen/tls.ts'

let made: Promise<Tls> | undefined

/** TLS with a certificate for loopback, made once. */
export const loopbackTls = (): Promise<Tls> => {
  made ??= make()
  return made
}

const make = async (): Promise<Tls> => {
  const key = createKey()
  return createTls({ key, cert: await issueSelfSigned(key, { dns: ['localhost'], ip: ['127.0.0.1'] }) }, 1500)
}
