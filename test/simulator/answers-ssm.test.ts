import {
  DeleteParameterCommand,
  DescribeDocumentCommand,
  DescribeParametersCommand,
  GetDocumentCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  ListDocumentsCommand,
  PutParameterCommand,
  type DescribeParametersCommandInput,
} from '@aws-sdk/client-ssm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { said } from '../support/said.ts'
import { smallSystem } from '../support/small-stack.ts'
import type { System } from '../support/system.ts'

// Sources: M a test of moto, MV one that moto verified on AWS, LS a snapshot that LocalStack recorded on AWS, CC a recording of Cloud Custodian, DOC AWS's API reference.

let system: System
beforeAll(async () => {
  system = await smallSystem()
  for (const [Name, more] of [
    ['plain', {}],
    ['/foo/name1', { Type: 'StringList', Tags: [{ Key: 'team', Value: 'blue' }] }],
    ['/foo/name2', { Tier: 'Advanced', DataType: 'aws:ec2:image' }],
    ['/bar/name3', {}],
    ['/bar/name3/name4', {}],
    ['/secret', { Type: 'SecureString' }],
  ] as const)
    await system.ssm.send(new PutParameterCommand({ Name, Value: 'a', Type: 'String', ...more } as { Name: string; Value: string }))
  await system.ssm.send(new PutParameterCommand({ Name: 'plain', Value: 'b', Overwrite: true }))
})
afterAll(() => system.simulator.stop())

const names = async (input: DescribeParametersCommandInput) =>
  (await system.ssm.send(new DescribeParametersCommand(input))).Parameters?.map(({ Name }) => Name)

describe('DescribeParameters', () => {
  // M test_describe_parameters_with_parameter_filters_*, test_describe_parameters_filter_*
  test.for<[string, DescribeParametersCommandInput, string[]]>([
    ['a name that is none', { Filters: [{ Key: 'Name', Values: ['zzz'] }] }, []],
    ['a name', { Filters: [{ Key: 'Name', Values: ['plain'] }] }, ['plain']],
    ['a name with a slash before it', { ParameterFilters: [{ Key: 'Name', Values: ['/plain'] }] }, ['plain']],
    [
      'the beginning of names',
      { ParameterFilters: [{ Key: 'Name', Option: 'BeginsWith', Values: ['/foo'] }] },
      ['/foo/name1', '/foo/name2'],
    ],
    ['a part of names', { ParameterFilters: [{ Key: 'Name', Option: 'Contains', Values: ['ain'] }] }, ['plain']],
    ['a path', { ParameterFilters: [{ Key: 'Path', Values: ['/bar'] }] }, ['/bar/name3']],
    ['the root', { ParameterFilters: [{ Key: 'Path', Values: ['/'] }] }, ['plain', '/secret']],
    [
      'a path and all below',
      { ParameterFilters: [{ Key: 'Path', Option: 'Recursive', Values: ['/bar'] }] },
      ['/bar/name3', '/bar/name3/name4'],
    ],
    ['a type', { ParameterFilters: [{ Key: 'Type', Values: ['StringList', 'SecureString'] }] }, ['/foo/name1', '/secret']],
    ['a key', { ParameterFilters: [{ Key: 'KeyId', Values: ['alias/aws/ssm'] }] }, ['/secret']],
    ['a tier', { ParameterFilters: [{ Key: 'Tier', Values: ['Advanced'] }] }, ['/foo/name2']],
    ['a data type', { ParameterFilters: [{ Key: 'DataType', Values: ['aws:ec2:image'] }] }, ['/foo/name2']],
    ['a tag', { ParameterFilters: [{ Key: 'tag:team' }] }, ['/foo/name1']],
    ['a tag and its value', { ParameterFilters: [{ Key: 'tag:team', Values: ['red'] }] }, []],
  ])('by %s', async ([, input, expected]) => {
    expect(await names(input)).toEqual(expected)
  })

  // M test_describe_parameters_invalid_parameter_filters, test_describe_parameters_needs_param
  test.for<[DescribeParametersCommandInput, string]>([
    [{ ParameterFilters: [{ Key: 'key' }] }, "ValidationException: 1 validation error detected: Value 'key' at 'parameterFilters.1.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType"],
    [{ ParameterFilters: [{ Key: 'Label' }] }, 'InvalidFilterKey: The following filter key is not valid: Label. Valid filter keys include: [Path, Name, Type, KeyId, Tier].'],
    [{ ParameterFilters: [{ Key: 'Name' }] }, 'InvalidFilterValue: The following filter values are missing : null for filter key Name'],
    [{ ParameterFilters: [{ Key: 'Path', Option: 'Equals', Values: ['/a'] }] }, 'InvalidFilterOption: The following filter option is not valid: Equals. Valid options include: [Recursive, OneLevel].'],
    [{ ParameterFilters: [{ Key: 'Tier', Values: ['test'] }] }, 'InvalidFilterValue: The following filter value is not valid: test. Valid values include: [Standard, Advanced, Intelligent-Tiering].'],
    [{ ParameterFilters: [{ Key: 'Name', Option: 'option', Values: ['a'] }] }, 'InvalidFilterOption: The following filter option is not valid: option. Valid options include: [BeginsWith, Equals].'],
    [{ ParameterFilters: [{ Key: 'Path', Values: ['/aws', '/ssm'] }] }, `ValidationException: Filters for common parameters can't be prefixed with "aws" or "ssm" (case-insensitive).`],
    [{ Filters: [{ Key: 'Name', Values: ['a'] }], ParameterFilters: [{ Key: 'Name', Values: ['a'] }] }, 'ValidationException: You can use either Filters or ParameterFilters in a single request.'],
    [{ MaxResults: 51 }, "ValidationException: 1 validation error detected: Value '51' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 50"],
  ])('refuses %o', async ([input, expected]) => {
    expect(await said(system.ssm.send(new DescribeParametersCommand(input)))).toBe(expected)
  }) // prettier-ignore

  test('comes in pages, and tells the key of a SecureString', async () => {
    // DOC; M test_describe_parameters_paging, test_put_parameter_secure_default_kms
    const first = await system.ssm.send(new DescribeParametersCommand({ MaxResults: 1 }))
    const rest = await system.ssm.send(new DescribeParametersCommand({ NextToken: first.NextToken }))
    expect([first.Parameters?.length, rest.Parameters?.length, rest.NextToken]).toEqual([1, 5, undefined])
    expect(rest.Parameters?.at(-1)).toMatchObject({ Name: '/secret', KeyId: 'alias/aws/ssm', DataType: 'text', Policies: [] })
  })
})

// LS test_get_parameter_by_arn, test_put_parameters, test_hierarchical_parameter; MV test_parameter_lifecycle_with_leading_slash; M test_get_parameter_with_version_and_labels
test.for<[string, unknown]>([
  ['arn:aws:ssm:us-east-1:123456789012:parameter/foo/name1', { Name: '/foo/name1', Value: 'a' }],
  ['arn:aws:ssm:us-east-1:123456789012:parameter/plain', { Name: 'plain', Value: 'b' }],
  ['/plain', { Name: '/plain', Value: 'b', ARN: 'arn:aws:ssm:us-east-1:123456789012:parameter/plain' }],
  ['secret', { Name: 'secret', Type: 'SecureString', Value: expect.stringMatching(/^AQICAH/) }],
  ['plain:1', { Name: 'plain', Value: 'a', Version: 1, Selector: ':1' }],
])('GetParameter of %s', async ([Name, expected]) => {
  expect((await system.ssm.send(new GetParameterCommand({ Name }))).Parameter).toMatchObject(expected as object)
})

const PATH_RULE =
  'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_'

test.for<[string, string]>([
  ['nope', 'ParameterNotFound: UnknownError'],
  ['plain:9', 'ParameterVersionNotFound: Systems Manager could not find version 9 of plain. Verify the version and try again.'],
  ['foo/name1', `ValidationException: ${PATH_RULE}`],
  ['/foo//name1', `ValidationException: ${PATH_RULE}`],
])('GetParameter of %s is refused', async ([Name, expected]) => {
  // LS, CC: the message of ParameterNotFound is empty, and the SDK puts its own word there.
  expect(await said(system.ssm.send(new GetParameterCommand({ Name })))).toBe(expected)
})

// moto test_ssm_get_by_path, test_ssm_region_query, test_get_value_from_secrets_manager__*: on AWS there are such, and it would be wrong to say that there are none.
test.for([
  ['GetParameter', (Name: string) => new GetParameterCommand({ Name })],
  ['GetParameters', (Name: string) => new GetParametersCommand({ Names: ['plain', Name] })],
  ['GetParametersByPath', (Path: string) => new GetParametersByPathCommand({ Path })],
] as const)('%s of a parameter of AWS itself is refused by its name', async ([, command]) => {
  const Name = '/aws/service/ami-amazon-linux-latest'
  expect(await said(system.ssm.send(command(Name) as GetParameterCommand))).toBe(
    `ValidationException: The simulator does not know the parameters of AWS itself, nor secrets: ${Name}.`,
  )
})

test('GetParameters: each once, versions too, at most ten', async () => {
  // M test_get_parameters_should_only_return_unique_requests, test_get_parameters_includes_invalid_*, test_get_parameters_errors
  const { Parameters, InvalidParameters } = await system.ssm.send(
    new GetParametersCommand({ Names: ['plain', 'plain', 'plain:1', 'plain:9', 'nope'] }),
  )
  expect(Parameters?.map(({ Name, Value, Selector }) => [Name, Value, Selector])).toEqual([
    ['plain', 'b', undefined],
    ['plain', 'a', ':1'],
  ])
  expect(InvalidParameters).toEqual(['plain:9', 'nope'])
  expect(await said(system.ssm.send(new GetParametersCommand({ Names: 'abcdefghijk'.split('') })))).toBe(
    "ValidationException: 1 validation error detected: Value '[a, b, c, d, e, f, g, h, i, j, k]' at 'names' failed to satisfy constraint: Member must have length less than or equal to 10",
  )
})

test('GetParametersByPath: names without a slash are in the root; filters, pages, and a path that is none', async () => {
  // M test_get_parameters_by_path
  const found = async (input: object) =>
    (await system.ssm.send(new GetParametersByPathCommand({ Path: '/', ...input }))).Parameters?.map(({ Name }) => Name)
  expect(await found({})).toEqual(['plain', '/secret'])
  expect(await found({ Path: '/foo', ParameterFilters: [{ Key: 'Type', Values: ['StringList'] }] })).toEqual(['/foo/name1'])
  const page = await system.ssm.send(new GetParametersByPathCommand({ Path: '/', Recursive: true, MaxResults: 4 }))
  expect([page.Parameters?.length, page.NextToken]).toEqual([4, '4'])
  expect(await said(system.ssm.send(new GetParametersByPathCommand({ Path: 'many' })))).toMatch(
    /^ValidationException: The parameter doesn't meet the parameter name requirements\. The parameter name must begin with a forward slash "\/"\./,
  )
  expect(
    await said(
      system.ssm.send(new GetParametersByPathCommand({ Path: '/foo', ParameterFilters: [{ Key: 'Tier', Values: ['Standard'] }] })),
    ),
  ).toBe('InvalidFilterKey: The following filter key is not valid: Tier. Valid filter keys include: [Type, KeyId].')
})

test('GetParameterHistory comes in pages, with labels', async () => {
  // M test_get_parameter_history_NextTokenImplementation, test_get_parameter_history
  const { Parameters, NextToken } = await system.ssm.send(new GetParameterHistoryCommand({ Name: 'plain', MaxResults: 1 }))
  expect(Parameters).toMatchObject([{ Value: 'a', Version: 1, Labels: [], Policies: [], Tier: 'Standard', DataType: 'text' }])
  expect(NextToken).toBe('1')
})

test.for<[object, string]>([
  // M test_put_parameter*, DOC
  [{ Overwrite: true, Tags: [{ Key: 'a', Value: 'b' }] }, "ValidationException: Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource."],
  [{ Type: 'str' }, "ValidationException: 1 validation error detected: Value 'str' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [SecureString, StringList, String]"],
  [{ DataType: 'not_text' }, 'ValidationException: The following data type is not supported: not_text (Data type names are all lowercase.)'],
  [{ Name: 'ssm_x' }, 'ValidationException: Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).'],
  [{ Name: '/SSM/x' }, `ValidationException: ${PATH_RULE}`],
  [{ Name: '/aws/x' }, 'AccessDeniedException: No access to reserved parameter name: /aws/x.'],
])('PutParameter of %o is refused', async ([input, expected]) => {
  expect(await said(system.ssm.send(new PutParameterCommand({ Name: 'new', Value: 'a', Type: 'String', ...input })))).toBe(expected)
}) // prettier-ignore

test('DeleteParameter takes the name with a slash or without', async () => {
  await system.ssm.send(new PutParameterCommand({ Name: '/gone', Value: 'a', Type: 'String' }))
  expect(await said(system.ssm.send(new DeleteParameterCommand({ Name: 'gone' })))).toEqual({})
  expect(await said(system.ssm.send(new DeleteParameterCommand({ Name: 'gone' })))).toBe('ParameterNotFound: UnknownError')
})

test('documents: filters, and the refusal of what is not there', async () => {
  // DOC; CC test_ssm_document_delete
  const owned = async (value: string) =>
    (await system.ssm.send(new ListDocumentsCommand({ Filters: [{ Key: 'Owner', Values: [value] }] }))).DocumentIdentifiers
  expect(await owned('Self')).toEqual([])
  expect(await owned('Amazon')).toMatchObject([{ Owner: 'Amazon', CreatedDate: expect.any(Date) }])
  for (const call of [new GetDocumentCommand({ Name: 'Nope' }), new DescribeDocumentCommand({ Name: 'Nope' })])
    expect(await said(system.ssm.send(call as GetDocumentCommand))).toBe('InvalidDocument: Document with name Nope does not exist.')
})
