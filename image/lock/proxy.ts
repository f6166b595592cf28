import { setGlobalProxyFromEnv } from 'node:http'
import { run } from '../run.ts'

/** The proxies of `apt-config shell HTTP ... HTTPS ...`, under the names programs know them by; `DIRECT` is none. Pure. */
export function proxiesOf(shell: string): Record<string, string> {
  const proxies: Record<string, string> = {}
  for (const [, name, value] of shell.matchAll(/^(HTTPS?)='([^']*)'$/gm)) {
    if (value && value !== 'DIRECT' && value !== 'false') proxies[`${name!.toLowerCase()}_proxy`] = value
  }
  return proxies
}

/** Sends this process's downloads through the proxy that the machine's apt uses, when it uses one. */
export async function useProxyOfApt(): Promise<void> {
  const shell = await run('apt-config', [
    'shell',
    'HTTP',
    'Acquire::http::Proxy',
    'HTTPS',
    'Acquire::https::Proxy',
  ])
  const proxies = proxiesOf(shell)
  if (Object.keys(proxies).length > 0) setGlobalProxyFromEnv({ ...process.env, ...proxies })
}
