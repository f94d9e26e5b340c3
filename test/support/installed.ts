import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Whether a program is on this machine: tests against independent parties are skipped where it is not. */
const isInstalled = (command: string, ...args: string[]): boolean => spawnSync(command, args, { stdio: 'ignore' }).status === 0

/** Whether Python finds modules; importing them would take seconds. */
const findsModules = (...names: string[]): boolean =>
  isInstalled(
    'python3',
    '-c',
    'import sys; from importlib.util import find_spec; sys.exit(not all(map(find_spec, sys.argv[1:])))',
    ...names,
  )

// Each file asks for what it needs alone: the programs take long to tell their version.
export const hasAwsCli = (): boolean => isInstalled('aws', '--version')
export const hasCfnLint = (): boolean => isInstalled('cfn-lint', '--version')
export const hasMoto = (): boolean => findsModules('moto', 'flask', 'flask_cors')
export const hasBoto3 = (): boolean => findsModules('boto3')
export const hasPython = (): boolean => isInstalled('python3', '--version')
export const hasJq = (): boolean => isInstalled('jq', '--version')
export const hasPyYaml = (): boolean => findsModules('yaml')

/** The cdk command line, or undefined: `CDK_COMMAND` where it is given. It is big, and no dependency of ours. */
export function cdkCommand(): string | undefined {
  const command = process.env['CDK_COMMAND'] ?? 'cdk'
  return isInstalled(command, '--version') ? command : undefined
}

/** The AWS SDK for JavaScript v2: in the folder that AWS_SDK_V2 names (`node_modules/aws-sdk`), or undefined. */
export function awsSdkV2(): string | undefined {
  const folder = process.env['AWS_SDK_V2']
  return folder !== undefined && existsSync(join(folder, 'package.json')) ? folder : undefined
}

/** The models of botocore: in the folder that BOTOCORE names, or where python3 has it. */
export function botocore(): string | undefined {
  const found = process.env['BOTOCORE'] ?? spawnSync('python3', ['-c', WHERE], { encoding: 'utf8' }).stdout ?? ''
  const folder = found.trim()
  return [join(folder, 'data'), join(folder, 'botocore', 'data')].find((each) => folder !== '' && existsSync(join(each, 'iam')))
}

const WHERE =
  'from importlib.util import find_spec; found = find_spec("botocore"); print(found.submodule_search_locations[0] if found else "")'
