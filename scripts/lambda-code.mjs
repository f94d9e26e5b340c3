// @ts-check
import { build } from 'esbuild'

/**
 * The rule's function as one CommonJS file that fits into a template; the runtime brings the AWS SDK.
 * @returns {Promise<string>}
 */
export async function lambdaCode() {
  const { outputFiles } = await build({
    entryPoints: ['src/lambda/handler.ts'],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    external: ['@aws-sdk/*'],
    minify: true,
    lineLimit: 500,
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'warning',
  })
  const [file] = outputFiles
  return `// Bundled and minified from src/lambda of iam-unused-user-cleanup; read it there.\n${file?.text.trimEnd()}\n`
}
