import {
  DeleteRemediationConfigurationCommand,
  DescribeConfigRulesCommand,
  DescribeRemediationConfigurationsCommand,
  PutConfigRuleCommand,
  PutEvaluationsCommand,
  PutRemediationConfigurationsCommand,
} from '@aws-sdk/client-config-service'
import { DescribeStackResourceCommand } from '@aws-sdk/client-cloudformation'
import { InvokeCommand } from '@aws-sdk/client-lambda'
import { DescribeDocumentCommand, GetDocumentCommand, ListDocumentsCommand } from '@aws-sdk/client-ssm'
import { describe, expect, test } from 'vitest'
import {
  content,
  create,
  documentOf,
  functionOf,
  judging,
  remediationOf,
  role,
  ruleOf,
  smallSystem,
  update,
} from '../support/small-stack.ts'
import type { System } from '../support/system.ts'

const SCOPE = { Scope: { ComplianceResourceTypes: ['AWS::IAM::User'] } }

const failure = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'nothing failed',
    (error: Error) => `${error.name}: ${error.message}`,
  )

const physicalId = async ({ cloudFormation }: System, LogicalResourceId: string): Promise<string | undefined> => {
  const { StackResourceDetail } = await cloudFormation.send(new DescribeStackResourceCommand({ StackName: 'Small', LogicalResourceId }))
  return StackResourceDetail?.PhysicalResourceId
}

describe('a periodic rule takes no Scope', () => {
  const parts = functionOf('async () => 1')

  test('a stack with one is not made', async () => {
    await using system = await smallSystem()
    expect(await create(system, { ...parts, ...ruleOf(SCOPE) })).toMatch(
      /^ROLLBACK_COMPLETE: .*\[Rule\]\. Scope is not supported for periodic rules/,
    )
  })

  test('nor brought to one: the rule stays as it was', async () => {
    await using system = await smallSystem()
    await create(system, { ...parts, ...ruleOf() })
    expect(await update(system, { ...parts, ...ruleOf(SCOPE) })).toMatch(/^UPDATE_ROLLBACK_COMPLETE/)
    const { ConfigRules: [rule] = [] } = await system.config.send(new DescribeConfigRulesCommand({}))
    expect(rule?.Scope).toBeUndefined()
  })

  test('PutConfigRule refuses it, and names a rule of AWS that is not known', async () => {
    await using system = await smallSystem()
    await create(system, { ...parts, ...ruleOf() })
    const { ConfigRules: [rule] = [] } = await system.config.send(new DescribeConfigRulesCommand({}))
    const { ConfigRuleName, Source } = rule ?? { Source: undefined }
    expect(await failure(system.config.send(new PutConfigRuleCommand({ ConfigRule: { ConfigRuleName, Source, ...SCOPE } })))).toMatch(
      /^InvalidParameterValueException: Scope/,
    )
    // moto test_put_config_rule_update_errors
    expect(await failure(system.config.send(new PutConfigRuleCommand({ ConfigRule: { Source } })))).toBe(
      'InvalidParameterValueException: One or more identifiers needs to be provided. Provide Name or Id or Arn',
    )
    const own = { ConfigRuleName: 'own', Source: { Owner: 'AWS' as const, SourceIdentifier: 'ACCESS_KEYS_ROTATED' } }
    expect(await failure(system.config.send(new PutConfigRuleCommand({ ConfigRule: own })))).toBe(
      'InvalidParameterValueException: The simulator does not know rules of Owner AWS (ACCESS_KEYS_ROTATED): of Owner CUSTOM_LAMBDA only.',
    )
  })
})

describe('Lambda says nothing of the account when it assumes the role', () => {
  test.for([
    ['aws:SourceAccount', '123456789012'],
    ['aws:SourceArn', 'arn:aws:lambda:us-east-1:123456789012:function:small'],
  ] as const)('a trust policy that asks for %s keeps it out', async ([key, value]) => {
    await using system = await smallSystem()
    const FunctionRole = role('lambda.amazonaws.com', 'config:PutEvaluations', { StringEquals: { [key]: value } })
    expect(await create(system, { ...functionOf('async () => 1'), FunctionRole })).toMatch(
      /^ROLLBACK_COMPLETE: .*\[Function\]\. The role defined for the function cannot be assumed by Lambda\.$/,
    )
  })
})

describe('a document that changes', () => {
  const step = (id: string) => ({
    name: 'Ask',
    action: 'aws:invokeLambdaFunction',
    inputs: { FunctionName: 'small', InputPayload: { id } },
  })
  const system_ = async (properties: object) => {
    const system = await smallSystem()
    const resources = (id: string) => ({
      ...functionOf('async () => 1'),
      ...ruleOf(),
      ...documentOf(content([step(id)]), properties),
      ...remediationOf(),
    })
    expect(await create(system, resources('one'))).toBe('CREATE_COMPLETE')
    return { system, resources }
  }
  const targets = async ({ config }: System) => {
    const { RemediationConfigurations = [] } = await config.send(
      new DescribeRemediationConfigurationsCommand({ ConfigRuleNames: ['small-rule'] }),
    )
    return RemediationConfigurations.map(({ TargetId }) => TargetId)
  }
  const own = async ({ ssm }: System) => {
    const { DocumentIdentifiers = [] } = await ssm.send(new ListDocumentsCommand({}))
    return DocumentIdentifiers.filter(({ Owner }) => Owner === 'Self').map(({ Name }) => Name)
  }

  test('without a name is replaced: another name, AWS Config is told, the old one goes', async () => {
    const { system, resources } = await system_({})
    await using _ = system
    const before = await physicalId(system, 'Document')
    expect(await targets(system)).toEqual([before])
    expect(await update(system, resources('two'))).toBe('UPDATE_COMPLETE')
    const after = await physicalId(system, 'Document')
    expect(after).not.toBe(before)
    expect(await own(system)).toEqual([after])
    expect(await targets(system)).toEqual([after])
    expect((await system.ssm.send(new GetDocumentCommand({ Name: after }))).Content).toContain('"two"')
  })

  test('and is there again, under its old name, when the update is rolled back', async () => {
    const { system, resources } = await system_({})
    await using _ = system
    const before = await physicalId(system, 'Document')
    expect(await update(system, { ...resources('two'), ...remediationOf({ RetryAttemptSeconds: 0 }) })).toMatch(/^UPDATE_ROLLBACK_COMPLETE/)
    expect([await own(system), await targets(system)]).toEqual([[before], [before]])
  })

  test('with NewVersion has another version, and the default one stays', async () => {
    const { system, resources } = await system_({ UpdateMethod: 'NewVersion' })
    await using _ = system
    const Name = await physicalId(system, 'Document')
    expect(await update(system, resources('two'))).toBe('UPDATE_COMPLETE')
    expect([await physicalId(system, 'Document'), await targets(system)]).toEqual([Name, [Name]])
    expect((await system.ssm.send(new DescribeDocumentCommand({ Name }))).Document).toMatchObject({
      DefaultVersion: '1',
      LatestVersion: '2',
    })
    expect((await system.ssm.send(new GetDocumentCommand({ Name }))).Content).toContain('"one"')
    expect((await system.ssm.send(new GetDocumentCommand({ Name, DocumentVersion: '$LATEST' }))).Content).toContain('"two"')
  })

  test('with a name cannot be replaced', async () => {
    const { system, resources } = await system_({ Name: 'Guarded' })
    await using _ = system
    expect(await update(system, resources('two'))).toMatch(
      /^UPDATE_ROLLBACK_COMPLETE: .*cannot update a stack when a custom-named resource requires replacing\. Rename Guarded/,
    )
    expect((await system.ssm.send(new GetDocumentCommand({ Name: 'Guarded' }))).Content).toContain('"one"')
  })
})

test('while a remediation runs its configuration cannot be deleted, and can be put anew', async () => {
  await using system = await smallSystem()
  const steps = [{ name: 'Ask', action: 'aws:invokeLambdaFunction', inputs: { FunctionName: 'small' } }]
  await create(system, { ...functionOf(judging(['AIDA1'], '1')), ...ruleOf(), ...documentOf(content(steps)), ...remediationOf() })
  await system.simulator.advance(122_000)
  const ConfigRuleName = 'small-rule'
  expect(await failure(system.config.send(new DeleteRemediationConfigurationCommand({ ConfigRuleName })))).toMatch(
    /^RemediationInProgressException/,
  )
  const { RemediationConfigurations: [present] = [] } = await system.config.send(
    new DescribeRemediationConfigurationsCommand({ ConfigRuleNames: [ConfigRuleName] }),
  )
  // Cloud Custodian's recordings of DescribeRemediationConfigurations and DescribeConfigRules; the API reference
  expect(present?.Arn).toMatch(/^arn:aws:config:us-east-1:123456789012:remediation-configuration\/small-rule\/[0-9a-f-]{36}$/)
  const { ConfigRules: [rule] = [] } = await system.config.send(new DescribeConfigRulesCommand({ ConfigRuleNames: [ConfigRuleName] }))
  expect(rule?.EvaluationModes).toEqual([{ Mode: 'DETECTIVE' }])
  const put = new PutRemediationConfigurationsCommand({
    RemediationConfigurations: [{ ...present, ConfigRuleName, TargetId: present?.TargetId, TargetType: 'SSM_DOCUMENT', Automatic: false }],
  })
  expect(await failure(system.config.send(put))).toBe('nothing failed')
  await system.simulator.advance(60_000)
  expect(await failure(system.config.send(new DeleteRemediationConfigurationCommand({ ConfigRuleName })))).toBe('nothing failed')
})

test.for([
  ['an annotation of 257 characters', { Annotation: 'a'.repeat(257) }, 'ValidationException'],
  ['one of 129 that take two units each', { Annotation: '😀'.repeat(129) }, 'ValidationException'],
  ['one of 128 that take two units each', { Annotation: '😀'.repeat(128) }, 'nothing'],
  ['an empty one', { Annotation: '' }, 'ValidationException'],
  ['a resource type of 257 characters', { ComplianceResourceType: 'a'.repeat(257) }, 'ValidationException'],
  ['a resource id of 769 characters', { ComplianceResourceId: 'a'.repeat(769) }, 'ValidationException'],
] as const)('PutEvaluations takes or refuses the whole batch: %s', async ([, field, expected]) => {
  await using system = await smallSystem()
  const fine = {
    ComplianceResourceType: 'AWS::IAM::User',
    ComplianceResourceId: 'AIDA',
    ComplianceType: 'COMPLIANT' as const,
    OrderingTimestamp: new Date(0),
  }
  const Evaluations = [fine, { ...fine, ...field }]
  expect(await failure(system.config.send(new PutEvaluationsCommand({ ResultToken: 'x', Evaluations, TestMode: true })))).toMatch(
    new RegExp(`^${expected}`),
  )
})

test('NODE_OPTIONS does not reach a function', async () => {
  await using system = await smallSystem()
  const handler = 'async () => [process.env.NODE_OPTIONS ?? null, process.env.OTHER]'
  await create(system, functionOf(handler, { Environment: { Variables: { NODE_OPTIONS: '--max-semi-space-size=2', OTHER: 'x' } } }))
  const { Payload = new Uint8Array() } = await system.lambda.send(new InvokeCommand({ FunctionName: 'small' }))
  expect(JSON.parse(Buffer.from(Payload).toString())).toEqual([null, 'x'])
})
