import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Simulator } from '../../src/simulator/index.ts'
import { exampleOrganization, organizationCommand, PILOT } from '../support/organization-commands.ts'
import { System } from '../support/system.ts'
import { ActivateOrganizationsAccessCommand } from '@aws-sdk/client-cloudformation'

describe('x', () => {
  let simulator: Simulator
  beforeAll(async () => void (simulator = await exampleOrganization()))
  afterAll(() => simulator.stop())
  const deploy = async (...argv: string[]) => {
    const r = await organizationCommand(simulator, ['deploy', '--organization', ...argv])
    console.log(argv.join(' '), r.code, '\nOUT', r.out, '\nNOTES', r.notes)
  }
  test('y', { timeout: 100000 }, async () => {
    await deploy('--pilot', PILOT!, '--dry-run')
    await new System(simulator).cloudFormation.send(new ActivateOrganizationsAccessCommand({}))
    await deploy('--dry-run')
    await deploy('--pilot', PILOT!, '--dry-run')
    await deploy('--pilot', PILOT!, '--yes')
    await deploy('--pilot', PILOT!, '--yes')
    await deploy('--ou', 'ou-exam-workloads', '--yes')
    await deploy('--pilot', PILOT!, '--arm', '--yes')
    await deploy('--ou', 'ou-exam-workloads', '--max-age', '45', '--yes')
    await deploy('--disarm', '--yes')
    expect(1).toBe(1)
  })
})
