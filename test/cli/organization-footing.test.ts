import {
  ActivateOrganizationsAccessCommand,
  ListStackSetOperationsCommand,
  StopStackSetOperationCommand,
} from '@aws-sdk/client-cloudformation'
import {
  CreateResourceShareCommand,
  DeleteResourceShareCommand,
  EnableSharingWithAwsOrganizationCommand,
  RAMClient,
} from '@aws-sdk/client-ram'
import { PutParameterCommand } from '@aws-sdk/client-ssm'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { parseAccounts, Simulator } from '../../src/simulator/index.ts'
import { MANAGEMENT, organizationCommand } from '../support/organization-commands.ts'
import { System } from '../support/system.ts'

const DEEP = '222222222222'
const ODD = '333333333333'
const unit = (name: string) => `ou-exam-${name.padEnd(8, '0')}`
const LIST = `arn:aws:ssm:us-east-1:${MANAGEMENT}:parameter/shared`
const ORGANIZATION = `arn:aws:organizations::${MANAGEMENT}:organization/o-exampleorg1`

/** Units as deep as AWS has them, one without an account, and an account whose name is no text. */
const DESCRIPTION = {
  organization: {
    id: 'o-exampleorg1',
    managementAccount: MANAGEMENT,
    units: [
      ['a', 'b', 'c', 'd', 'e'].reduceRight<object[]>((units, name) => [{ id: unit(name), name, units }], [])[0],
      { id: unit('empty'), name: 'empty' },
    ],
  },
  accounts: [
    { id: MANAGEMENT, name: 'management', users: [] },
    { id: DEEP, name: 'deep', unit: 'a/b/c/d/e', users: [] },
    { id: ODD, name: 'odd\u001B[2J\nname', unit: 'a/b', users: [] },
  ],
}

let simulator: Simulator
let ram: RAMClient
beforeAll(async () => {
  simulator = await Simulator.start({ at: '2026-11-02T09:00:00Z', account: parseAccounts(DESCRIPTION) })
  const { cloudFormation, ssm } = new System(simulator)
  const credentials = { accessKeyId: MANAGEMENT, secretAccessKey: 'test' }
  ram = new RAMClient({ endpoint: simulator.endpoint, region: 'us-east-1', credentials })
  await cloudFormation.send(new ActivateOrganizationsAccessCommand({}))
  await ram.send(new EnableSharingWithAwsOrganizationCommand({}))
  await ssm.send(new PutParameterCommand({ Name: '/shared', Value: 'break-glass-*', Type: 'StringList', Tier: 'Advanced' }))
})
afterAll(() => simulator.stop())
afterEach(() => simulator.clearFaults())

const deploy = (...argv: readonly string[]) => organizationCommand(simulator, ['deploy', '--organization', '--dry-run', ...argv])
const withList = (arn: string) => deploy('--pilot', unit('a'), '--parameter', `SharedExclusionsArn=${arn}`)

async function shared(principal: string) {
  const request = { name: 'list', resourceArns: [LIST], principals: [principal] }
  return (await ram.send(new CreateResourceShareCommand(request))).resourceShare?.resourceShareArn
}

test.for<[what: string, arn: string, code: number, says: string]>([
  ['not there', `${LIST}-other`, 1, `The shared exclusion list ${LIST}-other is not there, or not shared with this account any more.`],
  ['in another Region', LIST.replace('us-east-1', 'eu-west-1'), 4, 'AWS shares a parameter within its own Region alone.'],
  ['of an account that shares nothing', LIST.replace(MANAGEMENT, DEEP), 1, 'could not be read (AccessDeniedException'],
  ['shared with nobody', LIST, 4, `The shared exclusion list ${LIST} is shared with nobody: every account would judge nobody.`],
])('a shared list that is %s: nothing is begun', async ([, arn, code, says]) => {
  expect(await withList(arn)).toMatchObject({ code, out: '', notes: expect.stringContaining(says) })
})

test('a shared list that not the whole organization has, or of which that is not told, is told; one that it has is not', async () => {
  const part = await shared(DEEP)
  expect(await withList(LIST)).toMatchObject({
    code: 0,
    notes: `The shared exclusion list ${LIST} is not shared with the whole organization, but with ${DEEP}. An account with which it is not judges nobody.`,
  })
  await ram.send(new DeleteResourceShareCommand({ resourceShareArn: part }))
  await shared(ORGANIZATION)
  expect(await withList(LIST)).toMatchObject({ code: 0, notes: '', out: expect.stringContaining(LIST) })
  simulator.order({ operation: 'ram:GetResourceShareAssociations', kind: 'refuse' })
  expect(await withList(LIST)).toMatchObject({ code: 0, notes: expect.stringContaining('grant ram:GetResourceShareAssociations') })
})

test('a unit means the accounts five units below it; an account in two units that are named is meant once; a name is no command to the terminal', async () => {
  const { code, out } = await deploy('--ou', unit('a'), unit('b'), unit('e'))
  expect(code).toBe(0)
  expect(out.match(/^ 222222222222 .*$/gm)).toHaveLength(1)
  expect(out.match(/^ 333333333333 .*$/gm)).toHaveLength(1)
  expect(out).not.toContain('\u001B')
})

test.for<[argv: readonly string[], code: number, says: string]>([
  [['deploy', '--dry-run', '--pilot', unit('none')], 2, `There is no unit ${unit('none')} in organization o-exampleorg1.`],
  [['deploy', '--dry-run', '--pilot', unit('empty')], 2, `There is no account in the unit ${unit('empty')}`],
  [['scan', '--exclude-accounts', '999999999999'], 2, 'There is no account 999999999999 in organization o-exampleorg1.'],
  [['scan', '--ou', unit('empty')], 2, 'Of 3 accounts of organization o-exampleorg1 none is meant, or none is open.'],
])('%j: one clear sentence', async ([argv, code, says]) => {
  const [command = '', ...rest] = argv
  const said = await organizationCommand(simulator, [command, '--organization', ...rest])
  expect(said).toMatchObject({ code, notes: expect.stringContaining(says) })
  expect(said.notes.split('\n')).toHaveLength(1)
})

test.for(['organizations:ListAccounts', 'organizations:ListAccountsForParent'])(
  '%s throttled for a while, in the middle: it is asked again',
  async (operation) => {
    simulator.order({ operation, kind: 'throttle', times: 2 })
    expect(await deploy('--ou', unit('a'))).toMatchObject({ code: 0 })
  },
)

test('an operation that somebody stops meanwhile ends as an error that says so', async () => {
  const { cloudFormation } = new System(simulator)
  const StackSetName = 'IamUnusedUserCleanup'
  let stopping: Promise<unknown> | undefined
  async function stop(): Promise<void> {
    const { Summaries: [operation] = [] } = await cloudFormation.send(new ListStackSetOperationsCommand({ StackSetName }))
    await cloudFormation.send(new StopStackSetOperationCommand({ StackSetName, OperationId: operation?.OperationId }))
  }
  const { code, notes, out } = await organizationCommand(simulator, ['deploy', '--organization', '--ou', unit('a'), '--yes'], {
    heard: (message) => {
      if (message.endsWith(' under way')) stopping ??= stop()
      return undefined
    },
  })
  await stopping
  expect(code).toBe(1)
  expect(notes).toMatch(/\niam-cleanup: The operation [0-9a-f-]+ ended as STOPPED\.$/)
  expect(out).toContain('STOPPED')
})
