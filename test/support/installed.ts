import { spawnSync } from 'node:child_process'

/** Whether a program is on this machine: tests against independent parties are skipped where it is not. */
const isInstalled = (command: string, ...args: string[]): boolean => spawnSync(command, args, { stdio: 'ignore' }).status === 0

export const HAS_AWS_CLI = isInstalled('aws', '--version')
export const HAS_CFN_LINT = isInstalled('cfn-lint', '--version')
export const HAS_MOTO = isInstalled('python3', '-c', 'import moto.iam.models, moto.moto_server.threaded_moto_server')
export const HAS_PYTHON = isInstalled('python3', '--version')
export const HAS_PYYAML = isInstalled('python3', '-c', 'import yaml')
