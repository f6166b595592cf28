import { randomBytes } from 'node:crypto'

/** One new format packet with a definite length (RFC 9580 section 4.2.1). */
export function packet(tag: number, body: Uint8Array): Buffer {
  const { length } = body
  let head: number[]
  if (length < 192) head = [length]
  else if (length < 8384) head = [((length - 192) >> 8) + 192, (length - 192) & 255]
  else head = [255, (length >>> 24) & 255, (length >>> 16) & 255, (length >>> 8) & 255, length & 255]
  return Buffer.concat([Buffer.from([0xc0 | tag, ...head]), body])
}

/** The framing of an encrypted message around random octets: a PKESK packet and an SEIPD packet. */
export function encryptedPackets(octets: number): Buffer {
  return Buffer.concat([packet(1, randomBytes(100)), packet(18, randomBytes(octets))])
}

export function armored(binary: Uint8Array): string {
  const lines = Buffer.from(binary)
    .toString('base64')
    .replace(/.{64}(?=.)/g, '$&\r\n')
  return `-----BEGIN PGP MESSAGE-----\r\n\r\n${lines}\r\n=njUN\r\n-----END PGP MESSAGE-----\r\n`
}

/** A message as a chat client sends it, around the given armored text. */
export function pgpMime(from: string, text: string, header = ''): Buffer {
  return Buffer.from(
    `${header}From: <${from}>\r\nTo: "hidden-recipients": ;\r\nSubject: [...]\r\n` +
      'Date: Mon, 23 Nov 2026 03:00:00 +0000\r\nMessage-ID: <sample@localhost>\r\nMIME-Version: 1.0\r\n' +
      'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted";\r\n\tboundary="border"\r\n\r\n' +
      '--border\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n' +
      `--border\r\nContent-Type: application/octet-stream\r\n\r\n${text}\r\n--border--\r\n`,
    'latin1',
  )
}

/** An encrypted message with about this many octets of random content. */
export function encryptedMessage(from: string, octets: number, header = ''): Buffer {
  return pgpMime(from, armored(encryptedPackets(octets)), header)
}
