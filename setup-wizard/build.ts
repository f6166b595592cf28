import { copyFile, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'

const source = join(import.meta.dirname, 'ui')

/** Where the built pages lie when the program runs from its sources. */
export const uiFolder = join(import.meta.dirname, 'dist')

/**
 * Bundles the pages of the wizard into `index.html`, `app.js`, `app.css` and `icon.svg`. The same sources give the
 * same bytes. Throws with esbuild's list when a source is wrong.
 */
export async function buildUi(outDir: string = uiFolder): Promise<void> {
  await rm(outDir, { recursive: true, force: true })
  await mkdir(outDir, { recursive: true })
  await build({
    entryPoints: [
      { in: join(source, 'main.tsx'), out: 'app' },
      { in: join(source, 'style/app.css'), out: 'app' },
    ],
    outdir: outDir,
    absWorkingDir: import.meta.dirname,
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['es2020', 'safari15', 'chrome90', 'firefox90'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
  })
  for (const file of ['index.html', 'icon.svg']) await copyFile(join(source, file), join(outDir, file))
}

if (import.meta.main) await buildUi()
