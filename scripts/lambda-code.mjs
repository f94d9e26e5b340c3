// @ts-check
import { build } from 'esbuild'

/**
 * The rule's function as one CommonJS file that fits into a template; the runtime brings the AWS SDK.
 * @returns {Promise<string>}
 */
export async function lambdaCode() {
  const { outputFiles } = await build({
    // Assigned rather than exported: the usual wrapper of exports would be 400 bytes.
    stdin: {
      contents: "import { handler } from './src/lambda/handler.ts'; module.exports.handler = handler",
      resolveDir: '.',
      loader: 'ts',
    },
    logOverride: { 'commonjs-variable-in-esm': 'silent' },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    external: ['@aws-sdk/*'],
    minify: true,
    lineLimit: 4000,
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'warning',
  })
  const [file] = outputFiles
  return `// Bundled and minified from src/lambda of iam-unused-user-cleanup; read it there.\n${file?.text.trimEnd()}\n`
}
