import type { Socket } from 'node:net'

/** Cuts what comes into lines without their ends; latin1, so that each character is an octet. */
export const onLines = (socket: Socket, take: (line: string) => void): void => {
  let rest = ''
  socket.setEncoding('latin1')
  socket.on('error', () => {})
  socket.on('data', (text: string) => {
    const lines = (rest + text).split('\r\n')
    rest = lines.pop()!
    for (const line of lines) take(line)
  })
}

/** Answers leave in one write for all lines that came together, as a good server's do. */
export const say = (socket: Socket, text: string): void => {
  if (socket.writableCorked === 0) {
    socket.cork()
    process.nextTick(() => socket.uncork())
  }
  socket.write(text, 'latin1')
}
