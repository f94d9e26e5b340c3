import {
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  GetTemplateSummaryCommand,
  ListExportsCommand,
  ListImportsCommand,
  ListStacksCommand,
  UpdateStackCommand,
  ValidateTemplateCommand,
} from '@aws-sdk/client-cloudformation'
import { PutParameterCommand } from '@aws-sdk/client-ssm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { smallSystem } from '../support/small-stack.ts'
import type { System } from '../support/system.ts'

let system: System

beforeAll(async () => {
  system = await smallSystem()
})

afterAll(() => system[Symbol.asyncDispose]())

const parameter = (Value: unknown, rest: object = {}) => ({ Type: 'AWS::SSM::Parameter', ...rest, Properties: { Type: 'String', Value } })
const of = (Value: unknown, rest: object = {}): string => JSON.stringify({ ...rest, Resources: { P: parameter(Value) } })
const fine = { P: parameter('x') }
const withOutputs = (Outputs: unknown, rest: object = {}): string => JSON.stringify({ ...rest, Resources: fine, Outputs })

const failure = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'nothing failed',
    (error: Error) => `${error.name}: ${error.message}`,
  )

/** A resource that `Option=b` leaves out. */
const OPTIONAL = {
  Parameters: { Option: { Type: 'String', AllowedValues: ['a', 'b'], Default: 'b' } },
  Conditions: { Chosen: { 'Fn::Equals': [{ Ref: 'Option' }, 'a'] } },
}
const optional = (P: object, Outputs: object = {}): string =>
  JSON.stringify({ ...OPTIONAL, Resources: { Topic: parameter('x', { Condition: 'Chosen' }), P }, Outputs })

const MAPPINGS = { Mappings: { Suffixes: { A: { Suffix: 'a' } } } }
const YAML_FAULT = `Resources:
  P:
    Type: AWS::SSM::Parameter
    Properties:
        Type: String
      Value: x
`

/**
 * LS: a snapshot that LocalStack recorded on AWS (tests/aws/services/cloudformation/**.snapshot.json), by its test. KC: AWS's knowledge center, "How do I resolve
 * template validation errors". ISS: an answer of AWS pasted into a public issue or repository. Rows without a source are in words of our own.
 */
const REFUSED: readonly (readonly [what: string, template: string, answer: string])[] = [
  // LS test_validate_invalid_json_template_should_fail
  ['JSON that is none', '{"this is invalid JSON"="bobbins"}', 'Template format error: JSON not well-formed. (line 1, column 25)'],
  ['JSON that ends early, on its third line', '{\n "Resources":\n  {"A', 'Template format error: JSON not well-formed. (line 3, column 5)'],
  // LS test_create_stack_invalid_yaml_template_should_fail; the place: ISS aws-cli#4956 "YAML not well-formed. (line 86, column 23)"
  ['YAML that is none', YAML_FAULT, 'Template format error: YAML not well-formed. (line 6, column 7)'],
  ['a tag that nobody knows', 'Resources: !Nonsense x', 'Template format error: YAML not well-formed. (line 1, column 12)'],
  // LS test_create_stack_url_as_template; ISS awslabs/amazon-ecs-amazon-efs#7
  ['a text', 'template.json', 'Template format error: unsupported structure.'],
  // LS test_missing_resources_block, test_get_template_summary_no_resources
  ['nothing', '{}', 'Template format error: At least one Resources member must be defined.'],
  ['no resources', '{"Resources":{}}', 'Template format error: At least one Resources member must be defined.'],
  // LS test_linting_error_during_creation
  ['resources that are a text', '{"Resources":"","Outputs":""}', 'Template format error: Any Resources member must be an object.'],
  // LS test_invalid_output_structure[none-value]
  ['null', '{"Resources":{"A":null}}', "[/Resources/A] 'null' values are not allowed in templates"],
  // ISS aws-samples/cfn101-workshop "[/Resources/VpcStack] resource definition is malformed"
  ['a resource that is a text', '{"Resources":{"A":"x"}}', 'Template format error: [/Resources/A] resource definition is malformed'],
  // LS test_resources_blocks[missing-type], test_no_type
  [
    'a resource without Type',
    '{"Resources":{"A":{"Properties":{}}}}',
    'Template format error: [/Resources/A] Every Resources object must contain a Type member.',
  ],
  // LS test_resources_blocks[invalid-key]
  [
    'an unknown key in a resource',
    '{"Resources":{"A":{"Type":"AWS::SNS::Topic","Invalid":10}}}',
    "Invalid template resource property 'Invalid'",
  ],
  // KC
  ['an unknown section', JSON.stringify({ Resources: fine, Resource: {} }), 'Invalid template property or properties [Resource]'],
  // LS test_invalid_logical_resource_id
  [
    'a logical id with hyphens',
    '{"Resources":{"my-bad-resource-id":{"Type":"AWS::SSM::Parameter"}}}',
    'Template format error: Resource name my-bad-resource-id is non alphanumeric.',
  ],
  // LS test_using_pseudoparameters_in_places[resource], [parameter]
  [
    'a pseudo parameter as a logical id',
    '{"Resources":{"AWS::NoValue":{"Type":"AWS::SSM::Parameter"}}}',
    'Template format error: Resource name AWS::NoValue is non alphanumeric.',
  ],
  [
    'a pseudo parameter as a parameter',
    of('x', { Parameters: { 'AWS::NoValue': { Type: 'String' } } }),
    'Template format error: Parameter name AWS::NoValue is non alphanumeric.',
  ],
  // ISS aws-amplify "Outputs name 'amplify-custom-myApiUrl-value' is non alphanumeric."
  ['an output with hyphens', withOutputs({ 'a-b': { Value: 'x' } }), "Template format error: Outputs name 'a-b' is non alphanumeric."],
  // KC
  [
    'a type of parameter that there is not',
    of('x', { Parameters: { A: { Type: 'Strin' } } }),
    'Template format error: Unrecognized parameter type: Strin',
  ],
  [
    'an unknown key in a parameter',
    of('x', { Parameters: { A: { Type: 'String', Defualt: 'x' } } }),
    "Invalid template parameter property 'Defualt'",
  ],
  [
    'a parameter without Type',
    of('x', { Parameters: { A: {} } }),
    'Template format error: [/Parameters/A] Every Parameters object must contain a Type member.',
  ],
  // LS test_invalid_output_structure[multiple-nones] (the snapshot's key; its template is {"MyOutput":{}})
  ['an output without Value', withOutputs({ MyOutput: {} }), 'Template format error: Every Outputs member must contain a Value object'],
  // LS test_invalid_output_structure[missing-def]
  [
    'an output whose Value is null',
    withOutputs({ MyOutput: { Value: null, AnotherValue: null } }),
    "[/Outputs/MyOutput/Value] 'null' values are not allowed in templates",
  ],
  // ISS "Output PublicIp is malformed. The Name field of every Export member must be specified and consist only of alphanumeric characters, colons, or hyphens."
  [
    'an export with a dot',
    withOutputs({ O: { Value: 'x', Export: { Name: 'a.b' } } }),
    'Template format error: Output O is malformed. The Name field of every Export member must be specified and consist only of alphanumeric characters, colons, or hyphens.',
  ],
  // LS test_mapping_minimum_nesting_depth, test_mapping_maximum_nesting_depth
  [
    'a mapping of one level',
    of('x', { Mappings: { M: { A: 'suffix-a' } } }),
    'Template format error: Every Mappings member A must be a map',
  ],
  [
    'a mapping of three levels',
    of('x', { Mappings: { M: { A: { B: { C: 'suffix-a' } } } } }),
    'Template format error: Every Mappings attribute must be a String or a List.',
  ],
  // LS test_useful_error_when_invalid_ref
  [
    'a Ref to nothing',
    of({ Ref: 'InvalidRef' }),
    'Template format error: Unresolved resource dependencies [InvalidRef] in the Resources block of the template',
  ],
  [
    'a Sub of nothing',
    of({ 'Fn::Sub': 'a-${Nope}-${!Literal}-${AWS::Region}' }),
    'Template format error: Unresolved resource dependencies [Nope] in the Resources block of the template',
  ],
  // LS test_depends_on_with_missing_reference
  [
    'a DependsOn of nothing',
    JSON.stringify({ Resources: { P: parameter('x', { DependsOn: 'NonExistingResource' }) } }),
    'Template format error: Unresolved resource dependencies [NonExistingResource] in the Resources block of the template',
  ],
  [
    'an output of nothing',
    withOutputs({ O: { Value: { Ref: 'Nope' } } }),
    'Template format error: Unresolved resource dependencies [Nope] in the Outputs block of the template',
  ],
  // ISS "Template error: instance of Fn::GetAtt references undefined resource CodePipelineRole"
  [
    'a GetAtt of nothing',
    of({ 'Fn::GetAtt': ['Nope', 'Arn'] }),
    'Template error: instance of Fn::GetAtt references undefined resource Nope',
  ],
  // ISS "instance of Fn::Sub references invalid resource attribute"
  [
    'an attribute of nothing in a Sub',
    of({ 'Fn::Sub': '${Nope.Arn}' }),
    'Template error: instance of Fn::Sub references invalid resource attribute Nope.Arn',
  ],
  // LS test_dependent_ref, test_dependent_get_att
  [
    'a Ref to what a condition leaves out',
    optional(parameter({ Ref: 'Topic' })),
    'Template format error: Unresolved resource dependencies [Topic] in the Resources block of the template',
  ],
  [
    'a GetAtt of what a condition leaves out',
    optional(parameter({ 'Fn::GetAtt': ['Topic', 'Value'] })),
    'Template format error: Unresolved resource dependencies [Topic] in the Resources block of the template',
  ],
  // LS test_output_reference_to_skipped_resource
  [
    'an output of what a condition leaves out',
    optional(parameter('x'), { O: { Value: { Ref: 'Topic' } } }),
    'Unresolved resource dependencies [Topic] in the Outputs block of the template',
  ],
  // LS test_missing_condition
  [
    'an unknown condition in an If',
    of({ 'Fn::If': ['MissingCondition', 'a', 'b'] }),
    'Template error: unresolved condition dependency MissingCondition in Fn::If',
  ],
  // ISS kddejong, cfn-lint#99
  [
    'a condition on a resource',
    of('x', { Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } } }),
    'Template format error: Unresolved dependencies [P]. Cannot reference resources in the Conditions block of the template',
  ],
  [
    'conditions in a circle',
    of('x', { Conditions: { A: { 'Fn::Not': [{ Condition: 'B' }] }, B: { 'Fn::Not': [{ Condition: 'A' }] } } }),
    'Template format error: Circular dependency between conditions: [A]',
  ],
  // ISS serverless-application-model#258 "Circular dependency between resources: [GetOpenCloseGetApiPermissionTest, …]"
  [
    'resources in a circle',
    JSON.stringify({ Resources: { A: parameter({ Ref: 'B' }), B: parameter('x', { DependsOn: ['A'] }) } }),
    'Circular dependency between resources: [A, B]',
  ],
  // LS test_mapping_with_nonexisting_key, test_async_mapping_error_second_level_v2
  [
    'a FindInMap without the key',
    of({ 'Fn::FindInMap': ['Suffixes', 'C', 'Suffix'] }, MAPPINGS),
    'Template error: Unable to get mapping for Suffixes::C::Suffix',
  ],
  [
    'a FindInMap without the second key, in an output',
    withOutputs({ O: { Value: { 'Fn::FindInMap': ['Suffixes', 'A', 'NotValid'] } } }, MAPPINGS),
    'Template error: Unable to get mapping for Suffixes::A::NotValid',
  ],
  // ISS zalando/senza, user guide
  [
    'a FindInMap of no mapping',
    of({ 'Fn::FindInMap': ['Nope', 'A', 'B'] }),
    "Template error: Mapping named 'Nope' is not present in the 'Mappings' section of template.",
  ],
  // LS test_validate_equals_args_len
  [
    'an Equals of one',
    of('x', { Conditions: { C: { 'Fn::Equals': ['a'] } } }),
    'Template error: every Fn::Equals object requires a list of 2 string parameters.',
  ],
  // LS test_invalid_select_index_type[non-integer-index], [non-list-list], [index-out-of-range]
  [
    'a Select by a text',
    of({ 'Fn::Select': ['bad', ['test']] }),
    'Template error: Fn::Select requires a list argument with two elements: an integer index and a list',
  ],
  [
    'a Select from a number',
    of({ 'Fn::Select': [0, 2] }),
    'Template error: Fn::Select requires a list argument with two elements: an integer index and a list',
  ],
  [
    'a Select beyond the list',
    of({ 'Fn::Select': [100, ['test']] }),
    'Template error: Fn::Select requires a list argument with two elements: an integer index and a list',
  ],
  // LS test_validate_split_arguments_len
  [
    'a Split without its list',
    of({ 'Fn::Split': { Ref: 'AWS::Region' } }),
    'Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.',
  ],
  // LS test_invalid_structure[getatt_validation.yml], [getatt_validation2.yml]
  [
    'a GetAtt of one',
    of({ 'Fn::GetAtt': [{ Ref: 'AWS::Region' }] }),
    'Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute',
  ],
  // ISS aws-samples/ecs-refarch-cloudformation#55
  [
    'a GetAtt without attribute',
    'Resources: {P: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !GetAtt P}}}',
    'Template error: if specifying one argument to Fn::GetAtt, that argument must be a non-empty string in format <LogicalId>.<Attribute>',
  ],
  // ISS "Template error: every Fn::Join object requires two parameters, …"
  [
    'a Join of a text',
    of({ 'Fn::Join': [',', 'a'] }),
    'Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.',
  ],
  // ISS "Template error: every Fn::Or object requires a list of at least 2 and at most 10 boolean parameters"
  [
    'an Or of one',
    of('x', { Conditions: { C: { 'Fn::Or': [{ 'Fn::Equals': ['a', 'b'] }] } } }),
    'Template error: every Fn::Or object requires a list of at least 2 and at most 10 boolean parameters.',
  ],
  // LS test_references.py, comment of TestFnSub
  [
    'a Sub of a list',
    of({ 'Fn::Sub': ['${A}'] }),
    "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string",
  ],
  // ISS "Encountered unsupported function: fn::GetAtt Supported functions are: [Fn::Base64, …"
  [
    'a function that nobody has',
    of({ 'fn::GetAtt': ['P', 'Value'] }),
    'Template error: Encountered unsupported function: fn::GetAtt Supported functions are: [Fn::Base64, Fn::GetAtt, Fn::GetAZs, Fn::ImportValue, Fn::Join, Fn::Split, Fn::FindInMap, Fn::Select, Ref, Fn::Equals, Fn::If, Fn::Not, Condition, Fn::And, Fn::Or, Fn::Contains, Fn::EachMemberEquals, Fn::EachMemberIn, Fn::ValueOf, Fn::ValueOfAll, Fn::RefAll, Fn::Sub, Fn::Cidr]',
  ],
  [
    'a function that the simulator has not',
    of({ 'Fn::Cidr': ['10.0.0.0/24', 2, 5] }),
    'Template error: The simulator does not know the function Fn::Cidr.',
  ],
  [
    'a section that the simulator has not',
    of('x', { Transform: 'AWS::Serverless-2016-10-31' }),
    'Template format error: The simulator does not know the section Transform.',
  ],
]

test.for(REFUSED)('%s: nothing is made, and what is wrong is said as AWS says it', async ([, TemplateBody, answer]) => {
  const said = `ValidationError: ${answer}`
  expect(await failure(system.cloudFormation.send(new CreateStackCommand({ StackName: 'refused', TemplateBody })))).toBe(said)
  const changes = new CreateChangeSetCommand({ StackName: 'refused', ChangeSetName: 'c', ChangeSetType: 'CREATE', TemplateBody })
  expect(await failure(system.cloudFormation.send(changes))).toBe(said)
  const { StackSummaries = [] } = await system.cloudFormation.send(new ListStacksCommand({}))
  expect(StackSummaries.map(({ StackName }) => StackName)).not.toContain('refused')
})

describe('types of resources', () => {
  const template = (Type: string) => JSON.stringify({ Resources: { A: { Type } } })
  const made = (Type: string) =>
    failure(system.cloudFormation.send(new CreateStackCommand({ StackName: 'types', TemplateBody: template(Type) })))

  test.for(['AWS::IAM::Rolle', 'AWS::SSM::Paramter', 'aws::iam::role', 'Widget'])('%s is misspelt, and AWS says so', async (type) => {
    expect(await made(type)).toBe(`ValidationError: Template format error: Unrecognized resource types: [${type}]`)
  })

  // Also those of others, and of an account's own functions (moto test_create_custom_lambda_resource*)
  test.for(['AWS::EC2::VPC', 'Custom::Info', 'Alexa::ASK::Skill'])('%s is not offered, and said to be just that', async (type) => {
    expect(await made(type)).toBe(
      `ValidationError: The simulator does not offer resources of type ${type}. (Where AWS does not know it either, it says: Template format error: Unrecognized resource types: [${type}])`,
    )
  })

  test('ValidateTemplate and GetTemplateSummary do not mind them (moto: test_json_validate_successful)', async () => {
    const TemplateBody = template('AWS::EC2::VPC')
    expect((await system.cloudFormation.send(new ValidateTemplateCommand({ TemplateBody }))).Parameters).toEqual([])
    const summary = await system.cloudFormation.send(new GetTemplateSummaryCommand({ TemplateBody }))
    expect(summary.ResourceTypes).toEqual(['AWS::EC2::VPC'])
  })
})

describe('parameters', () => {
  const templateOf = (definition: object): string => of({ Ref: 'A' }, { Parameters: { A: definition } })
  const create = (definition: object, Parameters?: { ParameterKey: string; ParameterValue: string }[]) =>
    failure(system.cloudFormation.send(new CreateStackCommand({ StackName: 'valued', TemplateBody: templateOf(definition), Parameters })))

  test.for([
    // LS test_no_parameters_given
    ['none', { Type: 'String' }, undefined, 'Parameters: [A] must have values'],
    // LS test_invalid_parameter_type
    ['a text for a number', { Type: 'Number' }, 'not-a-number', "Parameter 'A' must be a number."],
    // LS test_resolve_ssm_missing_parameter
    [
      'the name of no parameter of SSM',
      { Type: 'AWS::SSM::Parameter::Value<String>' },
      'nope',
      'Parameter A should either have input value or default value',
    ],
    // DOC of the template's Parameters section
    ['a value that is not allowed', { Type: 'String', AllowedValues: ['a'] }, 'b', "Parameter 'A' must be one of AllowedValues"],
    [
      'one that its author speaks of',
      { Type: 'String', AllowedPattern: '[a-z]+', ConstraintDescription: 'must be small' },
      'B',
      'Parameter A failed to satisfy constraint: must be small',
    ],
  ] as const)('%s', async ([, definition, value, answer]) => {
    const Parameters = value === undefined ? undefined : [{ ParameterKey: 'A', ParameterValue: value }]
    expect(await create(definition, Parameters)).toBe(`ValidationError: ${answer}`)
  })

  test('what SSM holds is looked up, shown as ResolvedValue (LS test_create_stack_with_ssm_parameters), and a list is a list', async () => {
    await system.ssm.send(new PutParameterCommand({ Name: 'held', Type: 'String', Value: 'one, two' }))
    const TemplateBody = JSON.stringify({
      Parameters: { Held: { Type: 'AWS::SSM::Parameter::Value<CommaDelimitedList>', Default: 'held' } },
      Resources: { P: parameter({ 'Fn::Join': ['|', { Ref: 'Held' }] }) },
      Outputs: { O: { Value: { 'Fn::GetAtt': 'P.Value' } } },
    })
    await system.cloudFormation.send(new CreateStackCommand({ StackName: 'held', TemplateBody }))
    const { Stacks: [stack] = [] } = await system.cloudFormation.send(new DescribeStacksCommand({ StackName: 'held' }))
    expect(stack?.Parameters).toEqual([{ ParameterKey: 'Held', ParameterValue: 'held', ResolvedValue: 'one, two' }])
    expect(stack?.Outputs?.[0]?.OutputValue).toBe('one|two')
  })
})

describe('exports', () => {
  const exporting = (Name: string, Value = 'x') => withOutputs({ O: { Value, Export: { Name } } })
  const importing = (Name: string) => of({ 'Fn::ImportValue': Name })
  const create = (StackName: string, TemplateBody: string) =>
    system.cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody }))
  const statusAndReasons = async (StackName: string) => {
    const { StackEvents = [] } = await system.cloudFormation.send(new DescribeStackEventsCommand({ StackName }))
    return StackEvents.filter(({ ResourceType }) => ResourceType === 'AWS::CloudFormation::Stack').map(
      ({ ResourceStatus, ResourceStatusReason = '' }) => `${ResourceStatus} ${ResourceStatusReason}`,
    )
  }

  test('are shown, listed and imported; while they are, they stay', async () => {
    await create('exporter', exporting('shared:name'))
    const { Stacks: [stack] = [] } = await system.cloudFormation.send(new DescribeStacksCommand({ StackName: 'exporter' }))
    expect(stack?.Outputs).toEqual([{ OutputKey: 'O', OutputValue: 'x', ExportName: 'shared:name' }])
    const { Exports } = await system.cloudFormation.send(new ListExportsCommand({}))
    expect(Exports).toEqual([{ ExportingStackId: stack?.StackId, Name: 'shared:name', Value: 'x' }])
    const imports = new ListImportsCommand({ ExportName: 'shared:name' })
    // The message of ListImports in its API reference's error case, as AWS CLI users paste it.
    expect(await failure(system.cloudFormation.send(imports))).toBe("ValidationError: Export 'shared:name' is not imported by any stack.")
    await create('importer', importing('shared:name'))
    expect((await system.cloudFormation.send(imports)).Imports).toEqual(['importer'])

    // ISS linz/geostore#630 "Export … cannot be updated as it is in use by …"
    await system.cloudFormation.send(new UpdateStackCommand({ StackName: 'exporter', TemplateBody: exporting('shared:name', 'y') }))
    expect((await statusAndReasons('exporter')).slice(0, 3)).toEqual([
      'UPDATE_ROLLBACK_COMPLETE ',
      'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS ',
      'UPDATE_ROLLBACK_IN_PROGRESS Export shared:name cannot be updated as it is in use by importer',
    ])
    // ISS aws-cdk#33395 "Delete canceled. Cannot delete export … as it is in use by …"
    await system.cloudFormation.send(new DeleteStackCommand({ StackName: 'exporter' }))
    expect((await statusAndReasons('exporter'))[0]).toBe(
      'UPDATE_ROLLBACK_COMPLETE Delete canceled. Cannot delete export shared:name as it is in use by importer.',
    )
    await system.cloudFormation.send(new DeleteStackCommand({ StackName: 'importer' }))
    await system.cloudFormation.send(new DeleteStackCommand({ StackName: 'exporter' }))
    expect((await system.cloudFormation.send(new ListExportsCommand({}))).Exports).toEqual([])
  })

  test('of one name there is one (ISS "Export with name xxxxx is already exported by stack sam-app. Rollback requested by user.")', async () => {
    await create('first', exporting('only'))
    await create('second', exporting('only'))
    expect((await statusAndReasons('second'))[1]).toBe(
      'ROLLBACK_IN_PROGRESS Export with name only is already exported by stack first. Rollback requested by user.',
    )
  })

  // ISS widdix/aws-s3-virusscan#39: CREATE_IN_PROGRESS, ROLLBACK_IN_PROGRESS "No export named -SubnetAPublic found. Rollback requested by user.", ROLLBACK_COMPLETE;
  // LS test_describe_change_set_import_non_existent_export: the change set is made, carrying it out ends in ROLLBACK_COMPLETE
  test('of no such name: the stack is rolled back before a resource is made', async () => {
    await create('without', importing('nope'))
    expect(await statusAndReasons('without')).toEqual([
      'ROLLBACK_COMPLETE ',
      'ROLLBACK_IN_PROGRESS No export named nope found. Rollback requested by user.',
      'CREATE_IN_PROGRESS User Initiated',
    ])
    const { Stacks: [stack] = [] } = await system.cloudFormation.send(new DescribeStacksCommand({ StackName: 'without' }))
    expect([stack?.StackStatus, stack?.StackStatusReason]).toEqual(['ROLLBACK_COMPLETE', undefined])
  })

  // LS "[Error] /Outputs/InvalidOutput/Value/Fn::GetAtt: Resource type AWS::SSM::Parameter does not support attribute {Invalid}. Rollback requested by user."
  test('an attribute that a type has not is found out before a resource is made', async () => {
    await create('attribute', withOutputs({ InvalidOutput: { Value: { 'Fn::GetAtt': ['P', 'Invalid'] } } }))
    expect((await statusAndReasons('attribute'))[1]).toBe(
      'ROLLBACK_IN_PROGRESS [Error] /Outputs/InvalidOutput/Value/Fn::GetAtt: Resource type AWS::SSM::Parameter does not support attribute {Invalid}. Rollback requested by user.',
    )
  })
})

// LS test_describe_failed_resource's kin: "Property validation failure: [The property {/Type} is required]"
test('a property that is missing, and one that the simulator does not know, fail their resource', async () => {
  const made = async (Properties: object): Promise<string | undefined> => {
    const StackName = 'properties'
    const TemplateBody = JSON.stringify({ Resources: { P: { Type: 'AWS::SSM::Parameter', Properties } } })
    const { StackId } = await system.cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody }))
    const { StackEvents = [] } = await system.cloudFormation.send(new DescribeStackEventsCommand({ StackName }))
    await system.cloudFormation.send(new DeleteStackCommand({ StackName: StackId }))
    return StackEvents.find(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED')?.ResourceStatusReason
  }
  expect(await made({ Value: 'x' })).toBe('Property validation failure: [The property {/Type} is required]')
  expect(await made({ Type: 'String', Value: 'x', Vlaue: 'y' })).toBe(
    'The simulator does not know the property #/Vlaue of AWS::SSM::Parameter.',
  )
})
