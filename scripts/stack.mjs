// @ts-check
import { mkdir, rm } from 'node:fs/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/**
 * src/stack as it stands, whether or not anything is compiled.
 * @returns {Promise<typeof import('../src/stack/template.ts') & typeof import('../src/stack/organization-templates.ts') & typeof import('../src/stack/yaml.ts')>}
 */
export async function stack() {
  const outfile = `${ROOT}.cache/stack-${process.pid}.mjs`
  await mkdir(`${ROOT}.cache`, { recursive: true })
  try {
    await build({
      stdin: {
        contents: "export * from './template.ts'; export * from './organization-templates.ts'; export * from './yaml.ts'",
        resolveDir: `${ROOT}src/stack`,
        loader: 'ts',
      },
      bundle: true,
      outfile,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      logLevel: 'warning',
    })
    return await import(pathToFileURL(outfile).href)
  } finally {
    await rm(outfile, { force: true })
  }
}
