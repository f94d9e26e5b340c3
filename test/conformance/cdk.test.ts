import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { AttachRolePolicyCommand, CreateRoleCommand } from '@aws-sdk/client-iam'
import { App, BootstraplessSynthesizer, Stack, type IReusableStackSynthesizer } from 'aws-cdk-lib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { IamUnusedUserCleanup } from '../../src/stack/index.ts'
import { cdkCommand } from '../support/installed.ts'
import { smallSystem } from '../support/small-stack.ts'
import type { System } from '../support/system.ts'

const cdk = cdkCommand()

describe.skipIf(cdk === undefined)(
  'the cdk command line, with our construct (skipped where aws-cdk is not installed; CDK_COMMAND names it)',
  () => {
    let folder: string
    let system: System

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'cdk-'))
      system = await smallSystem()
      // What is left of bootstrapping without assets: the role that CloudFormation makes stacks as.
      const RoleName = 'cdk-hnb659fds-cfn-exec-role-123456789012-us-east-1'
      const trust = { Statement: { Effect: 'Allow', Principal: { Service: 'cloudformation.amazonaws.com' }, Action: 'sts:AssumeRole' } }
      await system.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }))
      await system.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }))
    })

    afterAll(async () => {
      await system[Symbol.asyncDispose]()
      await rm(folder, { recursive: true })
    })

    /** An app with one stack, synthesized. */
    function assembly(name: string, maxCredentialUsageAge: number): string {
      const outdir = join(folder, name)
      const app = new App({
        analyticsReporting: false,
        outdir,
        defaultStackSynthesizer: new BootstraplessSynthesizer() as IReusableStackSynthesizer,
      })
      new IamUnusedUserCleanup(new Stack(app, 'Mine'), 'Cleanup', {
        maxCredentialUsageAge,
      })
      app.synth()
      return outdir
    }

    async function run(app: string, ...args: readonly string[]): Promise<string> {
      const env = {
        PATH: process.env['PATH'],
        HOME: folder,
        CI: 'true',
        AWS_ENDPOINT_URL: system.simulator.endpoint,
        AWS_REGION: system.simulator.region,
        AWS_ACCESS_KEY_ID: 'me',
        AWS_SECRET_ACCESS_KEY: 'me',
      }
      const options = ['--app', app, '--no-color', '--no-notices', '--no-version-reporting']
      const { stdout, stderr } = await promisify(execFile)(String(cdk), [...options, ...args], { env, cwd: folder })
      return `${stdout}${stderr}`
    }

    test('deploy twice, diff, deploy a change, destroy', { timeout: 180_000 }, async () => {
      const [first, second] = [assembly('first', 45), assembly('second', 60)]
      const deploy = ['deploy', '--require-approval', 'never']
      expect(await run(first, ...deploy)).toContain('✅  Mine')
      expect(await run(first, ...deploy)).toContain('✅  Mine (no changes)')
      const difference = await run(second, 'diff')
      expect(difference).toContain('AWS::Lambda::Function Cleanup/ConfigRuleLambda')
      expect(difference).not.toContain('Could not create a change set')
      expect(await run(second, ...deploy)).toContain('✅  Mine')
      expect(await run(second, 'destroy', '--force')).toContain('✅  Mine: destroyed')
      expect(system.simulator.logGroupNames).toEqual([])
    })
  },
)
