import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { extract } from 'tar-stream'
import { run } from '../run.ts'
import { safePath, type Tree } from './tree.ts'

/**
 * Lays the files of a package into a tree without touching the disk. Owners and modes are the package's, except that
 * nothing keeps set-uid, set-gid or group-writable bits: the box has no logins that could need them. Device files and
 * names outside the tree are refused.
 */
export async function layPackage(deb: string, tree: Tree, wanted: (path: string) => boolean): Promise<void> {
  const child = spawn('dpkg-deb', ['--fsys-tarfile', deb], { stdio: ['ignore', 'pipe', 'inherit'] })
  const closed = once(child, 'close') as Promise<[number | null]>
  for await (const entry of child.stdout.pipe(extract())) {
    const { name, type, mode = 0o644, uid = 0, gid = 0, linkname } = entry.header
    const path = safePath(name)
    if (path === '' || !wanted(path)) {
      entry.resume()
      continue
    }
    const bits = mode & 0o755
    if (type === 'directory') tree.set(path, { kind: 'directory', mode: mode & 0o1777, uid, gid })
    else if (type === 'symlink') tree.symlink(path, linkname ?? '')
    else if (type === 'file') tree.file(path, await collect(entry as AsyncIterable<unknown>), bits, uid, gid)
    else if (type === 'link') tree.file(path, tree.read(linkname ?? ''), bits, uid, gid)
    else throw new Error(`${deb}: "${name}" is a ${type}, which no package on the card may hold`)
    if (type !== 'file') entry.resume()
  }
  const [code] = await closed
  if (code !== 0) throw new Error(`dpkg-deb could not read ${deb}; delete it from the cache and build again`)
}

/** The control paragraph of a package, for the package list on the card. */
export const controlOf = async (deb: string): Promise<string> =>
  (await run('dpkg-deb', ['--field', deb])).trimEnd()

/** `dpkg/status` as dpkg would have written it: what an auditor or an SBOM tool reads. */
export function dpkgStatus(controls: readonly string[]): string {
  const stanza = (control: string) => control.replace(/^(Package: .*)$/m, '$1\nStatus: install ok installed')
  return `${[...controls].sort().map(stanza).join('\n\n')}\n`
}

async function collect(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
