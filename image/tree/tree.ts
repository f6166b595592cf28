/** One node of a file tree; owners are numbers, times are the build's. */
export type Node =
  | { readonly kind: 'directory'; readonly mode: number; readonly uid: number; readonly gid: number }
  | {
      readonly kind: 'file'
      readonly mode: number
      readonly uid: number
      readonly gid: number
      readonly content: Buffer
    }
  | { readonly kind: 'symlink'; readonly target: string }

/** Debian's merged /usr: these are symbolic links, so nothing may be laid below them. */
const merged: Readonly<Record<string, string>> = {
  bin: 'usr/bin',
  sbin: 'usr/sbin',
  lib: 'usr/lib',
}

/**
 * The path inside a tree for a name from an archive or a folder: relative, without `.` and `..`, merged /usr applied.
 * Throws on names that would leave the tree, because packages are untrusted until proven otherwise.
 */
export function safePath(name: string): string {
  if (name.includes('\0')) throw new Error('a file name with a null byte')
  const parts = name.split('/').filter((part) => part !== '' && part !== '.')
  if (parts.includes('..')) throw new Error(`"${name}" would leave the tree`)
  const first = merged[parts[0] ?? '']
  return (first === undefined || parts.length < 2 ? parts : [first, ...parts.slice(1)]).join('/')
}

/** A file tree in memory. Paths are relative and safe; parents appear by themselves; a later node replaces an earlier. */
export class Tree {
  readonly #nodes = new Map<string, Node>()

  get(path: string): Node | undefined {
    return this.#nodes.get(safePath(path))
  }

  has(path: string): boolean {
    return this.#nodes.has(safePath(path))
  }

  set(path: string, node: Node): void {
    const safe = safePath(path)
    if (safe === '') return
    this.#parents(safe)
    const present = this.#nodes.get(safe)
    // A package that ships a folder where another ships a link to one (merged /usr) means the link.
    if (node.kind === 'directory' && present?.kind === 'symlink') return
    this.#nodes.set(safe, node)
  }

  directory(path: string, mode = 0o755, uid = 0, gid = 0): void {
    this.set(path, { kind: 'directory', mode, uid, gid })
  }

  file(path: string, content: Buffer | string, mode = 0o644, uid = 0, gid = 0): void {
    this.set(path, { kind: 'file', mode, uid, gid, content: Buffer.from(content) })
  }

  symlink(path: string, target: string): void {
    this.set(path, { kind: 'symlink', target })
  }

  /** The content of a file. Throws when there is none: the recipe and the packages disagree. */
  read(path: string): Buffer {
    const node = this.get(path)
    if (node?.kind !== 'file')
      throw new Error(`the packages hold no file ${path}; has a package changed its layout?`)
    return node.content
  }

  /** Removes nodes, and what lies below a removed folder. Returns the bytes saved. */
  remove(unwanted: (path: string, node: Node) => boolean): number {
    let bytes = 0
    const gone = new Set<string>()
    for (const [path, node] of this.sorted()) {
      const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')))
      if (!gone.has(parent) && !unwanted(path, node)) continue
      gone.add(path)
      this.#nodes.delete(path)
      if (node.kind === 'file') bytes += node.content.length
    }
    return bytes
  }

  /** All nodes, parents before children, in an order that does not depend on the order of arrival. */
  sorted(): [string, Node][] {
    return [...this.#nodes].sort(([a], [b]) => (a < b ? -1 : 1))
  }

  #parents(path: string): void {
    const slash = path.lastIndexOf('/')
    if (slash < 0) return
    const parent = path.slice(0, slash)
    const present = this.#nodes.get(parent)
    if (present?.kind === 'directory') return
    if (present !== undefined) throw new Error(`"${path}" would lie below "${parent}", which is not a folder`)
    this.directory(parent)
  }
}
