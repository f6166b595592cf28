import type { Tree } from '../tree/tree.ts'

/** A cpio archive in the `newc` form that the kernel unpacks as initramfs; every time is `epoch`. Pure. */
export function newcArchive(tree: Tree, epoch: number): Buffer {
  const parts: Buffer[] = []
  let inode = 1
  for (const [path, node] of tree.sorted()) {
    const content =
      node.kind === 'file' ? node.content : Buffer.from(node.kind === 'symlink' ? node.target : '')
    const mode = node.kind === 'symlink' ? 0o120777 : (node.kind === 'file' ? 0o100000 : 0o040000) | node.mode
    const [uid, gid] = node.kind === 'symlink' ? [0, 0] : [node.uid, node.gid]
    parts.push(...entry(path, inode++, mode, uid, gid, epoch, content))
  }
  parts.push(...entry('TRAILER!!!', 0, 0, 0, 0, 0, Buffer.alloc(0)))
  return Buffer.concat(parts)
}

function entry(
  name: string,
  inode: number,
  mode: number,
  uid: number,
  gid: number,
  epoch: number,
  content: Buffer,
): Buffer[] {
  const path = Buffer.from(`${name}\0`)
  const fields = [inode, mode, uid, gid, 1, epoch, content.length, 0, 0, 0, 0, path.length, 0]
  const header = Buffer.from(`070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`)
  return [header, path, padding(header.length + path.length), content, padding(content.length)]
}

const padding = (length: number): Buffer => Buffer.alloc((4 - (length % 4)) % 4)
