import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What the managed runtime brings along, as far as the simulator answers it. */
const SDK = ['cloudformation', 'cloudwatch-logs', 'config-service', 'dynamodb', 'iam', 'lambda', 'sns', 'ssm', 'sts'].map(
  (service) => `@aws-sdk/client-${service}`,
)

/**
 * Node's flags for a process that runs a function's code: it may read its scripts and the AWS SDK, and no other file; write none; start
 * no process, no thread and no inspector; load no native code. The network and signals are not held off.
 */
export function permissionFlags(scripts: readonly string[]): readonly string[] {
  const known = process.allowedNodeEnvironmentFlags
  const permission = known.has('--permission') ? '--permission' : '--experimental-permission'
  return [
    permission,
    // Node 20 calls the permission model experimental, on the function's own console.
    '--disable-warning=ExperimentalWarning',
    // Newer versions hold off the network, too; a function has to reach AWS.
    ...(known.has('--allow-net') ? ['--allow-net'] : []),
    ...[...scripts, ...sdkFolders().map((folder) => join(folder, '*'))].map((path) => `--allow-fs-read=${path}`),
  ]
}

let folders: readonly string[] | undefined

function sdkFolders(): readonly string[] {
  folders ??= [...closure(SDK, fileURLToPath(import.meta.url))]
  return folders
}

/** Where packages and what they depend on are installed, by the path that finds them and the real one. */
function closure(names: readonly string[], from: string, found = new Set<string>()): ReadonlySet<string> {
  for (const name of names) {
    const folder = (createRequire(from).resolve.paths(name) ?? []).map((path) => join(path, name)).find((path) => existsSync(path))
    if (folder === undefined || found.has(folder)) continue
    const real = realpathSync(folder)
    found.add(folder).add(real)
    const manifest = join(real, 'package.json')
    const { dependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8')) as { dependencies?: Record<string, string> }
    closure(Object.keys(dependencies), manifest, found)
  }
  return found
}
