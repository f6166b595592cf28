import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'

/** lmdb searches its addon beside itself; in one file the addon is an asset, so the search is replaced. */
const addonFromAsset: Plugin = {
  name: 'addon-from-asset',
  setup({ onResolve }) {
    onResolve({ filter: /^node-gyp-build-optional-packages$/ }, () => ({
      path: join(import.meta.dirname, 'native-addon.ts'),
    }))
  },
}

/** Packages that others try to load and can do without. */
const absent: Plugin = {
  name: 'absent',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(msgpackr-extract|cbor-x)$/ }, ({ path }) => ({ path, namespace: 'absent' }))
    onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: 'module.exports = undefined' }))
  },
}

/** Bundles the server with everything it imports into one ES module at `out`. */
export async function bundle(out: string, version: string): Promise<void> {
  await build({
    entryPoints: [join(import.meta.dirname, '../src/main.ts')],
    outfile: out,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node26',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minifySyntax: true,
    minifyWhitespace: true,
    keepNames: true,
    legalComments: 'none',
    logLevel: 'warning',
    define: { 'process.env.ROOST_VERSION': JSON.stringify(version) },
    // CommonJS packages inside an ES module still ask for built-ins by `require`.
    banner: {
      js: "import { createRequire as roostRequire } from 'node:module';const require = roostRequire(import.meta.url);",
    },
    plugins: [addonFromAsset, absent],
  })
}
