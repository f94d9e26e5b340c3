import {
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStackResourceCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  GetTemplateSummaryCommand,
  ListChangeSetsCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
  UpdateStackCommand,
  UpdateTerminationProtectionCommand,
  type CreateChangeSetCommandInput,
  type CreateStackCommandInput,
} from '@aws-sdk/client-cloudformation'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { smallSystem } from '../support/small-stack.ts'
import type { System } from '../support/system.ts'

let system: System

beforeAll(async () => {
  system = await smallSystem()
})

afterAll(() => system[Symbol.asyncDispose]())

const failure = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'nothing failed',
    (error: Error) => `${error.name}: ${error.message}`,
  )

const parameter = (Value: unknown, more: object = {}) => ({ Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value, ...more } })
const templateOf = (Resources: object, rest: object = {}): string => JSON.stringify({ ...rest, Resources })
const MINIMAL = templateOf({ SimpleParam: parameter('test') })

const create = (StackName: string, TemplateBody = MINIMAL, rest: Partial<CreateStackCommandInput> = {}) =>
  system.cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody, ...rest }))
const change = (StackName: string, TemplateBody: string, rest: Partial<CreateChangeSetCommandInput> = {}) =>
  system.cloudFormation.send(new CreateChangeSetCommand({ StackName, ChangeSetName: 'c', TemplateBody, ...rest }))
const described = async (StackName: string) => {
  const { Stacks: [stack] = [] } = await system.cloudFormation.send(new DescribeStacksCommand({ StackName }))
  return stack
}
const changesOf = async (StackName: string, ChangeSetName = 'c') => {
  const { Changes = [] } = await system.cloudFormation.send(new DescribeChangeSetCommand({ StackName, ChangeSetName }))
  return Changes.map(({ ResourceChange }) => ResourceChange)
}

/** LS: a snapshot that LocalStack recorded on AWS, by its test; CC: a recording of Cloud Custodian on AWS. */
describe('a stack', () => {
  // LS test_name_conflicts (new_stack_desc, deleted_stack_desc), test_create_while_in_review
  test('is described with all that AWS sends, and nothing empty that it does not send', async () => {
    const { StackId } = await create('whole')
    const time = expect.any(Date) as Date
    const always = {
      CreationTime: time,
      DisableRollback: false,
      DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
      NotificationARNs: [],
      RollbackConfiguration: {},
      StackId,
      StackName: 'whole',
      Tags: [],
    }
    expect(await described('whole')).toEqual({ ...always, EnableTerminationProtection: false, StackStatus: 'CREATE_COMPLETE' })
    await system.cloudFormation.send(new DeleteStackCommand({ StackName: 'whole' }))
    expect(await described(StackId ?? '')).toEqual({ ...always, DeletionTime: time, StackStatus: 'DELETE_COMPLETE' })
    expect(await failure(described('whole'))).toBe('ValidationError: Stack with id whole does not exist')
    expect(await failure(system.cloudFormation.send(new DescribeStackEventsCommand({ StackName: 'whole' })))).toBe(
      'ValidationError: Stack [whole] does not exist',
    )
  })

  // LS test_stack_update_resources, test_describe_deleted_resource_on_update, test_listing_stacks
  test('lists its resources with their drift, and itself', async () => {
    const { StackId } = await create('listed')
    const common = {
      DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
      LogicalResourceId: 'SimpleParam',
      PhysicalResourceId: expect.stringMatching(/^CFN-SimpleParam-\w{12}$/) as string,
      ResourceStatus: 'CREATE_COMPLETE',
      ResourceType: 'AWS::SSM::Parameter',
    }
    const time = expect.any(Date) as Date
    const named = { StackName: 'listed' }
    const { StackResources } = await system.cloudFormation.send(new DescribeStackResourcesCommand(named))
    expect(StackResources).toEqual([{ ...common, ...named, StackId, Timestamp: time }])
    const { StackResourceSummaries } = await system.cloudFormation.send(new ListStackResourcesCommand(named))
    expect(StackResourceSummaries).toEqual([{ ...common, LastUpdatedTimestamp: time }])
    const { StackResourceDetail } = await system.cloudFormation.send(
      new DescribeStackResourceCommand({ ...named, LogicalResourceId: 'SimpleParam' }),
    )
    expect(StackResourceDetail).toEqual({ ...common, ...named, StackId, LastUpdatedTimestamp: time, Metadata: '{}' })
    const { StackSummaries = [] } = await system.cloudFormation.send(new ListStacksCommand({}))
    expect(StackSummaries[0]).toEqual({
      ...named,
      StackId,
      CreationTime: time,
      StackStatus: 'CREATE_COMPLETE',
      DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
    })
  })

  // LS test_list_events_after_deployment
  test('has two events of a resource that begins, with its properties', async () => {
    await create('events', MINIMAL, { ClientRequestToken: 'token-1' })
    const { StackEvents = [] } = await system.cloudFormation.send(new DescribeStackEventsCommand({ StackName: 'events' }))
    const told = StackEvents.toReversed().map((event) => [
      event.LogicalResourceId,
      event.ResourceStatus,
      event.ResourceStatusReason,
      event.PhysicalResourceId?.replace(/-\w{12}$|stack.*/, '…'),
      event.ResourceProperties,
    ])
    const properties = '{"Type":"String","Value":"test"}'
    const stack = 'arn:aws:cloudformation:us-east-1:123456789012:…'
    expect(told).toEqual([
      ['events', 'CREATE_IN_PROGRESS', 'User Initiated', stack, undefined],
      ['SimpleParam', 'CREATE_IN_PROGRESS', undefined, '', properties],
      ['SimpleParam', 'CREATE_IN_PROGRESS', 'Resource creation Initiated', 'CFN-SimpleParam…', properties],
      ['SimpleParam', 'CREATE_COMPLETE', undefined, 'CFN-SimpleParam…', properties],
      ['events', 'CREATE_COMPLETE', undefined, stack, undefined],
    ])
    expect(new Set(StackEvents.map(({ EventId }) => EventId)).size).toBe(5)
    expect(new Set(StackEvents.map(({ ClientRequestToken }) => ClientRequestToken))).toEqual(new Set(['token-1']))
  })

  // CC test_cfn_delete_with_protection; LS test_update_termination_protection
  test('that is protected is not deleted', async () => {
    await create('protected', MINIMAL, { EnableTerminationProtection: true, Tags: [{ Key: 'a', Value: 'b' }] })
    const stack = await described('protected')
    expect([stack?.EnableTerminationProtection, stack?.Tags]).toEqual([true, [{ Key: 'a', Value: 'b' }]])
    const deletion = () => failure(system.cloudFormation.send(new DeleteStackCommand({ StackName: 'protected' })))
    expect(await deletion()).toBe('ValidationError: Stack [protected] cannot be deleted while TerminationProtection is enabled')
    const unprotect = { StackName: 'protected', EnableTerminationProtection: false }
    await system.cloudFormation.send(new UpdateTerminationProtectionCommand(unprotect))
    expect(await deletion()).toBe('nothing failed')
  })

  // LS test_no_echo_parameter
  test('tells no secret', async () => {
    const TemplateBody = templateOf(
      { P: parameter({ Ref: 'Secret' }) },
      { Parameters: { Secret: { Type: 'String', NoEcho: true }, Plain: { Type: 'String', Default: 'x' } } },
    )
    const Parameters = [{ ParameterKey: 'Secret', ParameterValue: 'SecretValue' }]
    await create('secret', TemplateBody, { Parameters })
    const hidden = [
      { ParameterKey: 'Secret', ParameterValue: '****' },
      { ParameterKey: 'Plain', ParameterValue: 'x' },
    ]
    expect((await described('secret'))?.Parameters).toEqual(hidden)
    await change('secret', TemplateBody, { Parameters: [{ ParameterKey: 'Secret', ParameterValue: 'other' }] })
    const asked = new DescribeChangeSetCommand({ StackName: 'secret', ChangeSetName: 'c' })
    expect((await system.cloudFormation.send(asked)).Parameters).toEqual(hidden)
  })

  test.for([
    // LS test_stack_name_creation
    [
      '*@da591fa3_$',
      "1 validation error detected: Value '*@da591fa3_$' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*",
    ],
    [
      'a'.repeat(129),
      `1 validation error detected: Value '${'a'.repeat(129)}' at 'stackName' failed to satisfy constraint: Member must have length less than or equal to 128`,
    ],
  ] as const)('named %s is refused', async ([name, answer]) => {
    expect(await failure(create(name))).toBe(`ValidationError: ${answer}`)
  })

  test('of nothing, of the same name, updated to the same, or not there', async () => {
    // LS test_no_template_error
    expect(await failure(system.cloudFormation.send(new CreateStackCommand({ StackName: 'no-template' })))).toBe(
      'ValidationError: Either Template URL or Template Body must be specified.',
    )
    await create('same')
    // LS test_name_conflicts
    expect(await failure(create('same'))).toBe('AlreadyExistsException: Stack [same] already exists')
    const update = (StackName: string, TemplateBody = MINIMAL) =>
      failure(system.cloudFormation.send(new UpdateStackCommand({ StackName, TemplateBody })))
    // LS test_update_stack_with_same_template_withoutchange
    expect(await update('same')).toBe('ValidationError: No updates are to be performed.')
    // LS test_name_conflicts' kin for updates
    expect(await update('nope')).toBe('ValidationError: Stack [nope] does not exist')
    // LS test_create_stack_from_s3_template_url[http_invalid], [s3_url]
    const from = (TemplateURL: string) => failure(system.cloudFormation.send(new CreateStackCommand({ StackName: 'url', TemplateURL })))
    expect(await from('https://example.com/dummy.yml')).toBe('ValidationError: TemplateURL must be a supported URL.')
    expect(await from('s3://bucket/test/template.yml')).toBe(
      'ValidationError: S3 error: Domain name specified in bucket is not a valid S3 domain',
    )
    // LS test_describe_non_existent_stack, test_describe_non_existent_resource
    const resource = (StackName: string) =>
      failure(system.cloudFormation.send(new DescribeStackResourceCommand({ StackName, LogicalResourceId: 'not-a-valid-resource' })))
    expect(await resource('not-a-valid-stack')).toBe("ValidationError: Stack 'not-a-valid-stack' does not exist")
    expect(await resource('same')).toBe('ValidationError: Resource not-a-valid-resource does not exist for stack same')
  })

  // LS test_failure_options_for_stack_creation[True-1]; the API reference of OnFailure
  test.for([
    [{ DisableRollback: true }, 'CREATE_FAILED', ['Fine']],
    [{ OnFailure: 'DO_NOTHING' }, 'CREATE_FAILED', ['Fine']],
    [{ OnFailure: 'DELETE' }, 'DELETE_COMPLETE', []],
    [{}, 'ROLLBACK_COMPLETE', []],
  ] as const)('that fails with %j ends in %s', async ([options, status, left]) => {
    const TemplateBody = templateOf({ Fine: parameter('x'), Bad: { ...parameter('x', { Type: 'Nonsense' }), DependsOn: 'Fine' } })
    const { StackId = '' } = await create('failing', TemplateBody, options)
    expect((await described(StackId))?.StackStatus).toBe(status)
    const { StackResources = [] } = await system.cloudFormation.send(new DescribeStackResourcesCommand({ StackName: StackId }))
    expect(StackResources.map(({ LogicalResourceId }) => LogicalResourceId)).toEqual(left)
    await system.cloudFormation.send(new DeleteStackCommand({ StackName: StackId }))
  })
})

describe('a change set', () => {
  // LS test_multiple_create_changeset (initial_changeset), test_stack_description_lifecycle[with-tags]
  test('of a new stack: the stack waits, without a description, until it is carried out', async () => {
    const template = templateOf({ SimpleParam: parameter('test') }, { Description: 'test <env>.test.net' })
    const { Id, StackId } = await change('waiting', template, { ChangeSetType: 'CREATE', Tags: [{ Key: 'foo', Value: 'bar' }] })
    const { $metadata: _, ...whole } = await system.cloudFormation.send(new DescribeChangeSetCommand({ ChangeSetName: Id }))
    expect(whole).toEqual({
      Capabilities: [],
      ChangeSetId: Id,
      ChangeSetName: 'c',
      Changes: [
        {
          ResourceChange: { Action: 'Add', Details: [], LogicalResourceId: 'SimpleParam', ResourceType: 'AWS::SSM::Parameter', Scope: [] },
          Type: 'Resource',
        },
      ],
      CreationTime: expect.any(Date) as Date,
      ExecutionStatus: 'AVAILABLE',
      IncludeNestedStacks: false,
      NotificationARNs: [],
      RollbackConfiguration: {},
      StackId,
      StackName: 'waiting',
      Status: 'CREATE_COMPLETE',
      Tags: [{ Key: 'foo', Value: 'bar' }],
    })
    const waiting = await described('waiting')
    expect([waiting?.StackStatus, waiting?.StackStatusReason, waiting?.Description, waiting?.Tags]).toEqual([
      'REVIEW_IN_PROGRESS',
      'User Initiated',
      undefined,
      [],
    ])
    // LS test_get_template_summary_non_executed_change_set
    expect(await failure(system.cloudFormation.send(new GetTemplateSummaryCommand({ StackName: 'waiting' })))).toBe(
      'ValidationError: GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.',
    )
    await system.cloudFormation.send(new ExecuteChangeSetCommand({ ChangeSetName: Id }))
    expect(await described('waiting')).toMatchObject({
      ChangeSetId: Id,
      Description: 'test <env>.test.net',
      LastUpdatedTime: expect.any(Date) as Date,
      StackStatus: 'CREATE_COMPLETE',
      Tags: [{ Key: 'foo', Value: 'bar' }],
    })
    expect((await system.cloudFormation.send(new DescribeChangeSetCommand({ ChangeSetName: Id }))).ExecutionStatus).toBe('EXECUTE_COMPLETE')
    expect((await system.cloudFormation.send(new ListChangeSetsCommand({ StackName: 'waiting' }))).Summaries).toEqual([])
    // LS test_get_template_summary_failed_stack
    const { $metadata: __, ...told } = await system.cloudFormation.send(new GetTemplateSummaryCommand({ StackName: 'waiting' }))
    expect(told).toEqual({
      Description: 'test <env>.test.net',
      Parameters: [],
      ResourceIdentifierSummaries: [
        { LogicalResourceIds: ['SimpleParam'], ResourceIdentifiers: ['Name'], ResourceType: 'AWS::SSM::Parameter' },
      ],
      ResourceTypes: ['AWS::SSM::Parameter'],
      Version: '2010-09-09',
    })
  })

  // LS test_create_while_in_review
  test('is overtaken by a stack that is made meanwhile', async () => {
    const { Id, StackId } = await change('overtaken', MINIMAL, { ChangeSetType: 'CREATE' })
    expect((await create('overtaken')).StackId).toBe(StackId)
    expect((await system.cloudFormation.send(new DescribeChangeSetCommand({ ChangeSetName: Id }))).ExecutionStatus).toBe('OBSOLETE')
  })

  // LS test_create_change_set_no_changes, test_empty_changeset
  test('without changes has failed, and cannot be carried out', async () => {
    await create('unchanged')
    const { Id } = await change('unchanged', MINIMAL)
    const told = await system.cloudFormation.send(new DescribeChangeSetCommand({ ChangeSetName: Id }))
    expect([told.Status, told.StatusReason, told.ExecutionStatus, told.Changes]).toEqual([
      'FAILED',
      "The submitted information didn't contain changes. Submit different information to create a change set.",
      'UNAVAILABLE',
      [],
    ])
    expect(await failure(system.cloudFormation.send(new ExecuteChangeSetCommand({ ChangeSetName: Id })))).toBe(
      `InvalidChangeSetStatusException: ChangeSet [${Id}] cannot be executed in its current status of [FAILED]`,
    )
  })

  test('of a name that is taken, of a stack that is gone or not there', async () => {
    const { StackId = '' } = await create('gone')
    await change('gone', templateOf({ SimpleParam: parameter('other') }))
    // The API reference of CreateChangeSet: AlreadyExistsException.
    expect(await failure(change('gone', MINIMAL))).toMatch(/^AlreadyExistsException: ChangeSet arn:\S+ already exists$/)
    await system.cloudFormation.send(new DeleteStackCommand({ StackName: 'gone' }))
    // LS test_create_changeset_for_deleted_stack
    expect(await failure(change(StackId, MINIMAL, { ChangeSetName: 'test', ChangeSetType: 'CREATE' }))).toBe(
      `ValidationError: Stack [${StackId}] already exists and cannot be created again with the changeSet [test].`,
    )
    expect(await failure(change(StackId, MINIMAL))).toBe(
      `ValidationError: Stack:${StackId} is in DELETE_COMPLETE state and can not be updated.`,
    )
    expect(await failure(change('nostack', MINIMAL))).toBe('ValidationError: Stack [nostack] does not exist')
    // LS test_describe_change_set_nonexisting
    const describe_ = (StackName: string) =>
      failure(system.cloudFormation.send(new DescribeChangeSetCommand({ StackName, ChangeSetName: 'nope' })))
    expect(await describe_('somestack')).toBe('ValidationError: Stack [somestack] does not exist')
    await create('there')
    // LS test_describe_changeset_after_delete
    expect(await describe_('there')).toBe('ChangeSetNotFoundException: ChangeSet [nope] does not exist')
  })

  // LS test_delete_change_set_exception; that one which is not there may be deleted: aws-cdk-cli, deploy-stack.ts
  test('may be deleted where it is not there, as long as its stack is', async () => {
    await create('cdk')
    const deleted = (input: object) => failure(system.cloudFormation.send(new DeleteChangeSetCommand({ ChangeSetName: 'nope', ...input })))
    expect(await deleted({ StackName: 'cdk' })).toBe('nothing failed')
    expect(await deleted({ StackName: 'nostack' })).toBe('ValidationError: Stack [nostack] does not exist')
    expect(await deleted({})).toBe('ValidationError: StackName must be specified if ChangeSetName is not specified as an ARN.')
  })

  test('has a template of its own', async () => {
    await create('templates')
    const other = templateOf({ SimpleParam: parameter('other') })
    await change('templates', other)
    const template = async (input: object) => (await system.cloudFormation.send(new GetTemplateCommand(input))).TemplateBody
    expect(await template({ StackName: 'templates' })).toBe(MINIMAL)
    expect(await template({ StackName: 'templates', ChangeSetName: 'c' })).toBe(other)
    // LS test_get_template_no_arguments, test_get_template_missing_resources_stack, test_get_template_missing_resources_change_set
    expect(await failure(template({}))).toBe('ValidationError: StackName is required if ChangeSetName is not specified.')
    expect(await failure(template({ StackName: 'does-not-exist' }))).toBe('ValidationError: Stack with id does-not-exist does not exist')
    expect(await failure(template({ ChangeSetName: 'does-not-exist' }))).toBe('ValidationError: StackName is a required parameter.')
  })
})

describe('the why of a change', () => {
  const target = (Name: string, RequiresRecreation: 'Always' | 'Never') => ({ Attribute: 'Properties', Name, RequiresRecreation })
  const direct = (Name: string, recreation: 'Always' | 'Never', Evaluation = 'Static') => ({
    ChangeSource: 'DirectModification',
    Evaluation,
    Target: target(Name, recreation),
  })
  const modify = (logicalId: string, rest: object) => ({
    Action: 'Modify',
    LogicalResourceId: logicalId,
    PhysicalResourceId: expect.any(String) as string,
    ResourceType: 'AWS::SSM::Parameter',
    Scope: ['Properties'],
    ...rest,
  })

  // LS test_describe_changeset_after_delete (TopicName, which a topic is replaced by; here a parameter's Name)
  test('a parameter has another value', async () => {
    const TemplateBody = templateOf({ P: parameter('x', { Name: { Ref: 'Name' } }) }, { Parameters: { Name: { Type: 'String' } } })
    const named = (ParameterValue: string) => ({ Parameters: [{ ParameterKey: 'Name', ParameterValue }] })
    await create('why-parameter', TemplateBody, named('one'))
    await change('why-parameter', TemplateBody, named('two'))
    expect(await changesOf('why-parameter')).toEqual([
      modify('P', {
        Replacement: 'True',
        PolicyAction: 'ReplaceAndDelete',
        Details: [
          { CausingEntity: 'Name', ChangeSource: 'ParameterReference', Evaluation: 'Static', Target: target('Name', 'Always') },
          direct('Name', 'Always', 'Dynamic'),
        ],
      }),
    ])
  })

  // LS test_direct_attribute_value_change_in_get_attr_chain
  test('what it refers to changes, or may change', async () => {
    const chain = (value: string) =>
      templateOf({
        One: parameter(value),
        Two: parameter({ 'Fn::GetAtt': ['One', 'Value'] }),
        Three: parameter({ 'Fn::GetAtt': ['Two', 'Value'] }),
        Other: parameter({ Ref: 'One' }),
      })
    await create('why-chain', chain('a'))
    await change('why-chain', chain('b'))
    const by = (CausingEntity: string) => ({
      CausingEntity,
      ChangeSource: 'ResourceAttribute',
      Evaluation: 'Dynamic',
      Target: target('Value', 'Never'),
    })
    expect(await changesOf('why-chain')).toEqual([
      modify('One', { Replacement: 'False', Details: [direct('Value', 'Never')] }),
      modify('Two', { Replacement: 'False', Details: [by('One.Value')] }),
      modify('Three', { Replacement: 'False', Details: [by('Two.Value')] }),
    ])
    await system.cloudFormation.send(new ExecuteChangeSetCommand({ StackName: 'why-chain', ChangeSetName: 'c' }))
    expect((await described('why-chain'))?.StackStatus).toBe('UPDATE_COMPLETE')
  })

  // LS test_immutable_property_update_causes_resource_replacement (of Ref and of GetAtt)
  test('what it refers to is replaced', async () => {
    const replaced = (Name: string) =>
      templateOf({ One: parameter('a', { Name }), Two: parameter({ Ref: 'One' }), Three: parameter({ 'Fn::GetAtt': ['One', 'Value'] }) })
    await create('why-replaced', replaced('first-name'))
    await change('why-replaced', replaced('second-name'))
    const by = (ChangeSource: string, CausingEntity: string) => ({
      CausingEntity,
      ChangeSource,
      Evaluation: 'Static',
      Target: target('Value', 'Never'),
    })
    expect(await changesOf('why-replaced')).toEqual([
      modify('One', { Replacement: 'True', PolicyAction: 'ReplaceAndDelete', Details: [direct('Name', 'Always')] }),
      modify('Two', { Replacement: 'False', Details: [by('ResourceReference', 'One')] }),
      modify('Three', { Replacement: 'False', Details: [by('ResourceAttribute', 'One.Value')] }),
    ])
  })

  // LS test_multiple_dependencies_deletion, test_condition_update_removes_resource
  test('it is taken out, and another one comes; one whose DeletionPolicy is Retain stays', async () => {
    await create('why-removed', templateOf({ Old: parameter('a'), Kept: { ...parameter('b'), DeletionPolicy: 'Retain' } }))
    await change('why-removed', templateOf({ New: parameter('a') }))
    const removed = (LogicalResourceId: string, PolicyAction: string) => ({
      Action: 'Remove',
      Details: [],
      LogicalResourceId,
      PhysicalResourceId: expect.any(String) as string,
      PolicyAction,
      ResourceType: 'AWS::SSM::Parameter',
      Scope: [],
    })
    expect(await changesOf('why-removed')).toEqual([
      { Action: 'Add', Details: [], LogicalResourceId: 'New', ResourceType: 'AWS::SSM::Parameter', Scope: [] },
      removed('Old', 'Delete'),
      removed('Kept', 'Retain'),
    ])
  })
})
