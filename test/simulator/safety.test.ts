import { connect } from 'node:net'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { AccessLog } from '../../src/simulator/front/access-log.ts'
import { Simulator } from '../../src/simulator/index.ts'
import { functionOf } from '../support/function.ts'
import { send, SIGNED, type Answer } from '../support/hostile.ts'

const users = [{ name: 'ana', password: { created: '10d' } }]
const FORM = 'application/x-www-form-urlencoded'
const JSON_1_1 = 'application/x-amz-json-1.1'

const started = (): Promise<Simulator> => Simulator.start({ at: '2026-11-02T09:00:00Z', account: { users } })

type Sent = { readonly headers?: Readonly<Record<string, string>>; readonly body?: string | Buffer; readonly path?: string }

const iam = ({ endpoint }: Simulator, fields: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
  send(endpoint, { headers: { 'content-type': FORM, ...SIGNED, ...headers }, body: `Version=2010-05-08&${fields}` })

const cloudFormation = ({ endpoint }: Simulator, fields: Readonly<Record<string, string>>): Promise<Answer> =>
  send(endpoint, {
    headers: { 'content-type': FORM, ...SIGNED },
    body: String(new URLSearchParams({ Version: '2010-05-15', ...fields })),
  })

const ssm = ({ endpoint }: Simulator, operation: string, body: string): Promise<Answer> =>
  send(endpoint, { headers: { 'content-type': JSON_1_1, 'x-amz-target': `AmazonSSM.${operation}`, ...SIGNED }, body })

const control = ({ endpoint }: Simulator, path: string, { headers, body = '{}' }: Sent = {}): Promise<Answer> =>
  send(endpoint, { path: `/_simulator/${path}`, headers: { 'content-type': 'application/json', ...headers }, body })

const codeOf = ({ text }: Answer): string | undefined => /<Code>(.*)<\/Code>/.exec(text)?.[1] ?? /"__type":"([^"]*)"/.exec(text)?.[1]

const messageOf = ({ text }: Answer): string | undefined =>
  /<Message>(.*)<\/Message>/.exec(text)?.[1] ?? /"message":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1]

const seen = (answer: Answer) => ({ status: answer.status, code: codeOf(answer), message: messageOf(answer) })

describe('a web page cannot talk to it', () => {
  const PAGE = 'The simulator takes no requests from web pages.'
  const HOST = 'The simulator takes requests to 127.0.0.1, localhost and [::1] only: use one of them as the endpoint.'

  test.for([
    ['from a foreign page', { origin: 'https://evil.example' }, PAGE],
    ['from a file, or a frame in a sandbox', { origin: 'null' }, PAGE],
    ['from a page that says it is of this port', { origin: 'http://127.0.0.1:4566' }, PAGE],
    ['that a browser calls foreign', { 'sec-fetch-site': 'cross-site' }, PAGE],
    ['that a browser calls of the same site', { 'sec-fetch-site': 'same-site' }, PAGE],
    ['by a name that DNS made point here', { host: 'rebind.evil.example' }, HOST],
    ['by such a name, with the port', { host: 'rebind.evil.example:4566' }, HOST],
    ['by a name that begins like this machine', { host: 'localhost.evil.example' }, HOST],
    ['by a name that ends like this machine', { host: 'evil.localhost' }, HOST],
    ['by another address', { host: '192.168.1.7:4566' }, HOST],
  ] as const)('a request %s is refused, and nothing of it is done', async ([, headers, message]) => {
    await using simulator = await started()
    expect(seen(await iam(simulator, 'Action=CreateUser&UserName=evil', headers))).toEqual({ status: 403, code: 'AccessDenied', message })
    expect((await control(simulator, 'clock', { headers, body: '{"days":1}' })).status).toBe(403)
    expect((await send(simulator.endpoint, { method: 'GET', path: '/_simulator/calls', headers })).status).toBe(403)
    expect(simulator.users.map(({ userName }) => userName)).toEqual(['ana'])
    expect(simulator.now().toISOString()).toBe('2026-11-02T09:00:00.000Z')
    expect(simulator.calls).toEqual([])
  })

  test('the simple form post of a foreign page makes no stack and runs no function', async () => {
    await using f = await functionOf('exports.handler = async () => console.log("ran")')
    const before = f.simulator.calls.length
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site', 'content-type': 'text/plain' }
    const path = '/2015-03-31/functions/f/invocations'
    expect((await send(f.simulator.endpoint, { path, headers, body: '{}' })).status).toBe(403)
    expect((await send(f.simulator.endpoint, { path, headers: { 'content-type': 'text/plain' }, body: '{}' })).status).toBe(403)
    const form = String(new URLSearchParams({ Action: 'CreateStack', Version: '2010-05-15', StackName: 'evil', TemplateBody: '{}' }))
    expect((await send(f.simulator.endpoint, { headers: { ...headers, 'content-type': FORM }, body: form })).status).toBe(403)
    expect(f.simulator.calls.slice(before)).toEqual([])
  })

  test.for(['127.0.0.1', '127.0.0.1:4566', 'localhost', 'LOCALHOST:80', '[::1]', '[::1]:4566'])(
    'a program reaches it as %s',
    async (host) => {
      await using simulator = await started()
      expect((await iam(simulator, 'Action=ListUsers', { host })).status).toBe(200)
    },
  )

  test('a person may type the address of what can be read', async () => {
    await using simulator = await started()
    const headers = { 'sec-fetch-site': 'none' }
    expect((await send(simulator.endpoint, { method: 'GET', path: '/_simulator/clock', headers })).status).toBe(200)
  })
})

describe('a call of AWS is signed', () => {
  const MISSING = 'Request is missing Authentication Token'
  const SCOPE = 'Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/aws4_request, got '

  test('without an Authorization each protocol answers MissingAuthenticationToken', async () => {
    await using simulator = await started()
    const { endpoint } = simulator
    const query = await send(endpoint, { headers: { 'content-type': FORM }, body: 'Action=ListUsers&Version=2010-05-08' })
    expect(seen(query)).toEqual({ status: 403, code: 'MissingAuthenticationToken', message: MISSING })
    const json = await send(endpoint, { headers: { 'content-type': JSON_1_1, 'x-amz-target': 'AmazonSSM.DescribeParameters' }, body: '{}' })
    expect(seen(json)).toEqual({ status: 403, code: 'MissingAuthenticationTokenException', message: MISSING })
    const rest = await send(endpoint, { method: 'GET', path: '/2015-03-31/functions' })
    expect(rest).toMatchObject({ status: 403, type: 'application/json', text: expect.stringContaining(MISSING) })
    expect(simulator.calls).toEqual([])
  })

  const whole = 'Credential=me/20261102/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0'

  test.for([
    ['Basic bWU6bWU=', 403, 'MissingAuthenticationToken', MISSING],
    [`AWS4-HMAC-SHA1 ${whole}`, 400, 'IncompleteSignature', `Unsupported AWS &apos;algorithm&apos;: &apos;AWS4-HMAC-SHA1&apos;.`],
    [
      'AWS4-HMAC-SHA256 Credential=me/20261102/us-east-1/iam/aws4_request',
      400,
      'IncompleteSignature',
      'Authorization header requires &apos;Signature&apos; parameter. Authorization header requires &apos;SignedHeaders&apos; parameter. Authorization=AWS4-HMAC-SHA256',
    ],
    [`AWS4-HMAC-SHA256 ${whole.replace('/iam', '')}`, 400, 'IncompleteSignature', `${SCOPE}&apos;me/20261102/us-east-1/aws4_request&apos;`],
    [
      `AWS4-HMAC-SHA256 ${whole.replace('20261102', 'today')}`,
      400,
      'IncompleteSignature',
      `${SCOPE}&apos;me/today/us-east-1/iam/aws4_request&apos;`,
    ],
    [`AWS4-HMAC-SHA256 ${whole}`, 200, undefined, undefined],
    [`AWS4-HMAC-SHA256 ${whole.replaceAll(', ', ',')}`, 200, undefined, undefined],
  ] as const)('with the Authorization %s', async ([authorization, status, code, message]) => {
    await using simulator = await started()
    const { status: is, code: was, message: said } = seen(await iam(simulator, 'Action=ListUsers', { authorization }))
    expect({ is, was, said: said?.replaceAll("'", '&apos;') }).toEqual({ is: status, was: code, said: message })
  })
})

describe('control', () => {
  test.for(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])('takes no body of type "%s"', async (type) => {
    await using simulator = await started()
    const answer = await control(simulator, 'clock', { headers: { 'content-type': type }, body: '{"days":1}' })
    expect(answer).toMatchObject({
      status: 415,
      text: expect.stringContaining('Send the body as JSON, with the header \\"content-type: application/json\\".'),
    })
    expect(simulator.now().toISOString()).toBe('2026-11-02T09:00:00.000Z')
  })

  test.for(
    [
      '{"days":1e308}',
      '{"days":1e999}',
      '{"days":-1}',
      '{"hours":-0.5}',
      '{"days":4000}',
      '{"days":null}',
      '{"days":"1"}',
      '{"days":NaN}',
      '{"weeks":1}',
      '[]',
      'null',
      '1',
      '"x"',
      '{',
    ] /* prettier-ignore */,
  )('the clock does not move by %s, and goes on', async (body) => {
    await using simulator = await started()
    expect((await control(simulator, 'clock', { body })).status).toBe(400)
    expect(simulator.now().toISOString()).toBe('2026-11-02T09:00:00.000Z')
    expect((await control(simulator, 'clock', { body: '{"days":1}' })).text).toContain('2026-11-03T09:00:00.000Z')
  })

  test('the clock moves neither backwards nor beyond the year 9999 for a program either', async () => {
    await using simulator = await started()
    for (const ms of [-1, Number.NaN, Number.POSITIVE_INFINITY, 1e300, 8_000 * 365.25 * 86_400_000])
      await expect(simulator.advance(ms)).rejects.toThrow(RangeError)
    await simulator.advance(1_000)
    expect(simulator.now().toISOString()).toBe('2026-11-02T09:00:01.000Z')
  })

  test.for([
    ['a delay of days', { operation: '*', kind: 'delay', ms: 1e9 }],
    ['a delay backwards', { operation: '*', kind: 'delay', ms: -1 }],
    ['values of nothing', { operation: '*', kind: 'refuse', where: null }],
    ['values that are no text', { operation: '*', kind: 'refuse', where: { UserName: 1 } }],
    ['a field that no fault has', { operation: '*', kind: 'refuse', often: true }],
    ['a probability of 2', { operation: '*', kind: 'refuse', probability: 2 }],
    ['half a time', { operation: '*', kind: 'refuse', times: 0.5 }],
    ['a time that is none', { operation: '*', kind: 'refuse', until: 'tomorrow' }],
    ['an operation that is none', { operation: 'everything', kind: 'refuse' }],
    ['a kind that is none', { operation: '*', kind: 'flood' }],
  ])('no fault is ordered with %s', async ([, order]) => {
    await using simulator = await started()
    expect((await control(simulator, 'faults', { body: JSON.stringify(order) })).status).toBe(400)
    expect((await iam(simulator, 'Action=ListUsers')).status).toBe(200)
  })

  test('a fault lasts until its time', async () => {
    await using simulator = await started()
    const order = { operation: 'iam:ListUsers', kind: 'refuse', until: '2026-11-02T10:00:00Z' }
    expect((await control(simulator, 'faults', { body: JSON.stringify(order) })).status).toBe(200)
    expect((await iam(simulator, 'Action=ListUsers')).status).toBe(403)
    await simulator.advance(3_600_000)
    expect((await iam(simulator, 'Action=ListUsers')).status).toBe(200)
  })
})

describe('no key reaches what every object has', () => {
  test.for([
    '__proto__.UserName',
    '__proto__.Path',
    '__proto__.toString',
    '__proto__.argv.1',
    'constructor.prototype.x',
    'Tags.member.1.__proto__.Key',
  ])('the field %s is a parameter of no request', async (field) => {
    await using simulator = await started()
    const answer = await iam(simulator, `Action=ListUsers&${field}=polluted`)
    expect(seen(answer)).toEqual({ status: 400, code: 'MalformedInput', message: `${field} is a parameter of no request.` })
    expect(Object.keys(Object.prototype)).toEqual([])
    expect(Object(Object.prototype)).not.toHaveProperty('UserName')
  })

  test.for(['__proto__', 'constructor', 'prototype'])('nor is the member %s', async (name) => {
    await using simulator = await started()
    const answer = await ssm(simulator, 'GetParameter', `{"Name":"x","${name}":{"Type":"String"}}`)
    expect(seen(answer)).toEqual({ status: 400, code: 'SerializationException', message: `${name} is a member of no request.` })
  })

  test.for(['toString', 'constructor', 'hasOwnProperty'])('a template may not refer to %s', async (name) => {
    await using simulator = await started()
    const whole = { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'x' } }
    const made = async (template: object) => {
      const TemplateBody = JSON.stringify({ Resources: { A: whole }, ...template })
      return seen(await cloudFormation(simulator, { Action: 'CreateStack', StackName: 'a', TemplateBody }))
    }
    const refused = (message: string) => ({ status: 400, code: 'ValidationError', message })
    const unresolved = refused(`Template format error: Unresolved resource dependencies [${name}] in the Resources block of the template`)
    expect(await made({ Conditions: { C: { Condition: name } } })).toEqual(
      refused(`Template error: unresolved condition dependency ${name} in Condition`),
    )
    expect(await made({ Resources: { A: { ...whole, DependsOn: name } } })).toEqual(unresolved)
    expect(await made({ Resources: { A: { ...whole, Properties: { Type: 'String', Value: { Ref: name } } } } })).toEqual(unresolved)
    expect(await made({ Resources: { A: { ...whole, Type: name } } })).toEqual(
      refused(`Template format error: Unrecognized resource types: [${name}]`),
    )
  })
})

describe('what is too much is refused at once', () => {
  test.for(['4000000000', '4294967295', '10000000', '10001', '0', '99999999999999999999'])('the index %s of a list', async (index) => {
    await using simulator = await started()
    const answer = await iam(simulator, `Action=TagUser&UserName=ana&Tags.member.${index}.Key=k&Tags.member.${index}.Value=v`)
    expect(seen(answer)).toEqual({ status: 400, code: 'MalformedInput', message: `${index} is not a valid index` })
  })

  test('a field of 60,000 dots', async () => {
    await using simulator = await started()
    const answer = await iam(simulator, `Action=ListUsers&a${'.a'.repeat(60_000)}=x`)
    expect(seen(answer)).toEqual({ status: 400, code: 'MalformedInput', message: 'A parameter is nested at most 32 deep.' })
  })

  test('100,000 parameters', async () => {
    await using simulator = await started()
    const answer = await iam(simulator, `Action=ListUsers${'&a=b'.repeat(100_000)}`)
    expect(seen(answer)).toEqual({ status: 400, code: 'MalformedInput', message: 'A request has at most 10000 parameters.' })
  })

  test('JSON nested 100,000 deep', async () => {
    await using simulator = await started()
    const answer = await ssm(simulator, 'GetParameter', `{"Name":${'['.repeat(1e5)}${']'.repeat(1e5)}}`)
    expect(seen(answer)).toEqual({ status: 400, code: 'SerializationException', message: 'A request is nested at most 100 deep.' })
  })

  test.for([
    ['a call', '/', 1_048_577, 'Request must be smaller than 1048576 bytes'],
    [
      'an event',
      '/2015-03-31/functions/f/invocations',
      6_291_457,
      'Request must be smaller than 6291456 bytes for the InvokeFunction operation',
    ],
    ['findings', '/findings/import', 6_291_457, 'Request must be smaller than 6291456 bytes'],
    ['600 MB', '/', 629_145_600, 'Request must be smaller than 1048576 bytes'],
    ['a control call', '/_simulator/clock', 629_145_600, 'Request must be smaller than 1048576 bytes'],
  ] as const)('%s that says it is too large is refused before it is sent', async ([, path, length, message]) => {
    await using simulator = await started()
    const headers = { ...SIGNED, 'content-type': 'application/json' }
    const answer = await unfinished(simulator, path, { ...headers, 'content-length': String(length) }, '{')
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
    expect(answer).toContain(message)
  })

  test('a body that does not say how large it is, as soon as it is too large', async () => {
    await using simulator = await started()
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`
    const answer = await unfinished(simulator, '/', { ...SIGNED, 'content-type': FORM, 'transfer-encoding': 'chunked' }, chunk.repeat(17))
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
    expect(answer).toContain('<Code>RequestEntityTooLarge</Code>')
  })

  test('a client that asks first is told no', async () => {
    await using simulator = await started()
    const headers = { ...SIGNED, 'content-type': FORM, expect: '100-continue', 'content-length': '629145600' }
    expect(await unfinished(simulator, '/', headers, '')).toMatch(/^HTTP\/1\.1 413 /)
    const small = { ...headers, 'content-length': '35' }
    expect(await unfinished(simulator, '/', small, 'Version=2010-05-08&Action=ListUsers')).toMatch(
      /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /,
    )
  })

  test.for(['^(a+)+$', '^(a|a)*$', '^(a|aa)+$', '^(.*)*b$'])('the pattern %s', async (pattern) => {
    await using simulator = await started()
    const TemplateBody = JSON.stringify({
      Parameters: { P: { Type: 'String', AllowedPattern: pattern } },
      Resources: { A: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: { Ref: 'P' } } } },
    })
    const parameter = { 'Parameters.member.1.ParameterKey': 'P', 'Parameters.member.1.ParameterValue': `${'a'.repeat(60)}!` }
    expect(seen(await cloudFormation(simulator, { Action: 'CreateStack', StackName: 'a', TemplateBody, ...parameter }))).toEqual({
      status: 400,
      code: 'ValidationError',
      message: 'Template error: the AllowedPattern of parameter P takes too long',
    })
    const put = { Name: 'a', Type: 'String', Value: `${'a'.repeat(60)}!`, AllowedPattern: pattern }
    expect(codeOf(await ssm(simulator, 'PutParameter', JSON.stringify(put)))).toBe('InvalidAllowedPatternException')
  })

  test('a policy of stars is matched all the same', async () => {
    await using simulator = await started()
    const TemplateBody = JSON.stringify({
      Resources: {
        R: {
          Type: 'AWS::IAM::Role',
          Properties: { AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: `${'*a'.repeat(60)}b`, Principal: '*' }] } },
        },
      },
    })
    const answer = await cloudFormation(simulator, {
      Action: 'CreateStack',
      StackName: 'a',
      TemplateBody,
      'Capabilities.member.1': 'CAPABILITY_IAM',
    })
    expect(answer.status).toBe(200)
    const { RoleArn } = { RoleArn: /role\/a-R-\w+/.exec((await iam(simulator, 'Action=ListRoles')).text)?.[0] ?? '' }
    const assume = String(
      new URLSearchParams({
        Action: 'AssumeRole',
        Version: '2011-06-15',
        RoleArn: `arn:aws:iam::123456789012:${RoleArn}`,
        RoleSessionName: 'me',
      }),
    )
    expect((await send(simulator.endpoint, { headers: { 'content-type': FORM, ...SIGNED }, body: assume })).status).toBe(200)
  })

  test.for([
    ['aliases', `a: &a [x]\nb: &b [*a,*a]\nc: [*b,*b]`, 'Template error: YAML aliases are not allowed in CloudFormation templates'],
    ['depth', '['.repeat(25_000), 'Template format error: A template is nested at most 100 deep.'],
    ['depth in JSON', `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`, 'Template format error: A template is nested at most 100 deep.'],
  ] as const)('a template with %s', async ([, TemplateBody, message]) => {
    await using simulator = await started()
    expect(seen(await cloudFormation(simulator, { Action: 'ValidateTemplate', TemplateBody }))).toEqual({
      status: 400,
      code: 'ValidationError',
      message,
    })
  })

  test.for([
    ['texts', Array.from({ length: 40 }).reduce((value: unknown) => ({ 'Fn::Sub': ['${a}${a}', { a: value }] }), { Ref: 'P' })],
    ['conditions', { 'Fn::If': ['C0', 'a', 'b'] }],
  ] as const)('a template whose %s grow without bound', async ([, Value]) => {
    await using simulator = await started()
    const Conditions = Object.fromEntries(
      [...Array(60).keys()].map((n) => [
        `C${n}`,
        n === 59 ? { 'Fn::Equals': ['a', 'b'] } : { 'Fn::Or': [{ Condition: `C${n + 1}` }, { Condition: `C${n + 1}` }] },
      ]),
    )
    const TemplateBody = JSON.stringify({
      Parameters: { P: { Type: 'String', Default: 'x'.repeat(4_000) } },
      Conditions,
      Resources: { A: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value } } },
    })
    expect((await cloudFormation(simulator, { Action: 'CreateStack', StackName: 'a', TemplateBody })).status).toBeLessThan(500)
    expect((await cloudFormation(simulator, { Action: 'DescribeStacks' })).status).toBe(200)
  })

  test('inputs that are kept: of 70 MB the oldest calls go, and the list says so', async () => {
    await using simulator = await started()
    const body = JSON.stringify({ Name: 'a', Type: 'String', Value: 'x'.repeat(1_000_000) })
    for (let n = 0; n < 70; n += 1) await ssm(simulator, 'PutParameter', body)
    const calls = JSON.parse((await send(simulator.endpoint, { method: 'GET', path: '/_simulator/calls' })).text) as { note?: string }[]
    expect(calls[0]).toEqual({ note: '7 older calls are not kept any more.' })
    expect(calls).toHaveLength(64)
  })

  test('calls that are kept: of 300,000 the oldest go', () => {
    const log = new AccessLog(false)
    const call = { at: new Date(0), accountId: '123456789012', region: 'us-east-1', caller: 'me', resource: '*', outcome: 'ok', input: {} }
    for (let n = 0; n < 300_000; n += 1) log.add({ ...call, operation: String(n) })
    expect(log.calls.length + log.dropped).toBe(300_000)
    expect(log.calls.length).toBeLessThanOrEqual(250_000)
    expect(log.calls[0]?.operation).toBe(String(log.dropped))
  })
})

/** What the port answers to a request that is never finished. */
async function unfinished({ endpoint }: Simulator, path: string, headers: Readonly<Record<string, string>>, body: string): Promise<string> {
  const { hostname, port } = new URL(endpoint)
  const socket = connect(Number(port), hostname)
  const lines = [
    `POST ${path} HTTP/1.1`,
    `host: ${hostname}:${port}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ]
  socket.on('error', () => undefined).write(`${lines.join('\r\n')}\r\n\r\n${body}`)
  let answer = ''
  socket.setEncoding('utf8').on('data', (text: string) => (answer += text))
  while (!/\r\n\r\n.+/s.test(answer.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, ''))) await sleep(5)
  socket.destroy()
  return answer
}

describe('what cannot be read is answered as the protocol does, and is no bug', () => {
  test.for([
    ['{', 400, 'SerializationException', 'The body of the request is not JSON.'],
    [
      '',
      400,
      'ValidationException',
      `1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null`,
    ],
    [
      '{"Name":null}',
      400,
      'ValidationException',
      `1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null`,
    ],
    ['null', 400, 'SerializationException', 'Expected null'],
    ['[]', 400, 'SerializationException', 'Start of list found where not expected'],
    ['{"Name":{}}', 400, 'SerializationException', 'Start of structure or map found where not expected.'],
    ['{"Name":[]}', 400, 'SerializationException', 'Start of list found where not expected'],
    ['{"Name":5}', 400, 'SerializationException', 'NUMBER_VALUE can not be converted to a String'],
    ['{"Name":true}', 400, 'SerializationException', 'TRUE_VALUE can not be converted to a String'],
    ['{"Name":"a","WithDecryption":"yes"}', 400, 'SerializationException', 'STRING_VALUE can not be converted to a Boolean'],
  ] as const)('ssm:GetParameter %s', async ([body, status, code, message]) => {
    await using simulator = await started()
    expect(seen(await ssm(simulator, 'GetParameter', body))).toEqual({ status, code, message })
    await simulator.advance(1_000)
  })

  test.for([
    [
      'GetParameters',
      '{"Names":["a",null]}',
      'ValidationException',
      `1 validation error detected: Value null at 'names.2.member' failed to satisfy constraint: Member must not be null`,
    ],
    ['GetParameters', '{"Names":"a"}', 'SerializationException', 'Expected list or null'],
    ['GetParameters', '{"Names":{}}', 'SerializationException', 'Start of structure or map found where not expected.'],
    [
      'PutParameter',
      '{}',
      'ValidationException',
      `2 validation errors detected: Value null at 'name' failed to satisfy constraint: Member must not be null; Value null at 'value' failed to satisfy constraint: Member must not be null`,
    ],
    ['DescribeAutomationExecutions', '{"MaxResults":"5"}', 'SerializationException', 'STRING_VALUE can not be converted to an Integer'],
    ['DescribeAutomationExecutions', '{"MaxResults":1e308}', 'SerializationException', 'NUMBER_VALUE can not be converted to an Integer'],
    [
      'StartAutomationExecution',
      '{"DocumentName":"a","Parameters":[]}',
      'SerializationException',
      'Start of list found where not expected',
    ],
  ] as const)('ssm:%s %s', async ([operation, body, code, message]) => {
    await using simulator = await started()
    expect(seen(await ssm(simulator, operation, body))).toEqual({ status: 400, code, message })
  })

  test.for([
    [
      'Action=GetGroup',
      'ValidationError',
      `1 validation error detected: Value null at 'groupName' failed to satisfy constraint: Member must not be null`,
    ],
    ['Action=GetLoginProfile&UserName.x=1', 'MalformedInput', 'Start of structure or map found where not expected.'],
    ['Action=ListUsers&MaxItems=many', 'MalformedInput', "'many' can not be converted to an Integer"],
    ['Action=ListUsers&Marker=!', 'ValidationError', 'Invalid Marker.'],
    ['Action=TagUser&UserName=ana&Tags=x', 'MalformedInput', 'Start of list found where not expected'],
    ['Action=TagUser&UserName=ana&Tags.member.x.Key=x', 'MalformedInput', 'Start of list found where not expected'],
    ['Action=TagUser&UserName=ana&Tags.member.1=x', 'MalformedInput', 'Unexpected value where a structure was expected.'],
    [
      'Action=TagUser&UserName=ana&Tags.member.1.Key=x',
      'ValidationError',
      `1 validation error detected: Value null at 'tags.1.member.value' failed to satisfy constraint: Member must not be null`,
    ],
    ['Action=UpdateLoginProfile&UserName=ana&PasswordResetRequired=1', 'MalformedInput', "'1' can not be converted to a Boolean"],
    ['Action=&UserName=ana', 'InvalidAction', 'The simulator does not know iam:.'],
    ['Action=toString', 'InvalidAction', 'The simulator does not know iam:toString.'],
  ] as const)('iam %s', async ([fields, code, message]) => {
    await using simulator = await started()
    const answer = seen(await iam(simulator, fields))
    expect({ ...answer, message: answer.message?.replaceAll('&apos;', "'") }).toEqual({ status: 400, code, message })
  })

  test.for(['/%zz', '/2015-03-31/functions/%zz', '/2015-03-31/functions/%ff/invocations'])('the path %s', async (path) => {
    await using simulator = await started()
    expect((await send(simulator.endpoint, { path, headers: SIGNED })).status).toBe(400)
  })

  test.for(['//', '//evil.example/', '/2015-03-31', '/?a=%zz'])('the path %s leads nowhere, and the answer names it', async (path) => {
    await using simulator = await started()
    const { status, text } = await send(simulator.endpoint, { path, headers: SIGNED })
    expect({ status, text }).toEqual({ status: 404, text: expect.stringContaining('The simulator does not know ') })
  })

  test.for(['{bad', '\0', ' '])('an event that is no JSON: %j', async (body) => {
    await using f = await functionOf('exports.handler = async (event) => event')
    const path = '/2015-03-31/functions/f/invocations'
    const answer = await send(f.simulator.endpoint, { path, headers: SIGNED, body })
    expect(answer).toMatchObject({ status: 400, text: expect.stringContaining('Could not parse request body into json') })
    expect(await f.invoke([1])).toEqual({ error: undefined, payload: [1] })
  })

  test('an event for which nobody waits, and a type that is none', async () => {
    await using f = await functionOf('exports.handler = async () => 1')
    const path = '/2015-03-31/functions/f/invocations'
    const sent = (type: string, body: string) =>
      send(f.simulator.endpoint, { path, headers: { ...SIGNED, 'x-amz-invocation-type': type }, body }).then(({ status }) => status)
    expect([await sent('Event', '{bad'), await sent('Bogus', '{}'), await sent('DryRun', '{}'), await sent('Event', '{}')]).toEqual([
      400, 400, 204, 202,
    ])
  })

  test('a client that hangs up in the middle', async () => {
    await using simulator = await started()
    const { hostname, port } = new URL(simulator.endpoint)
    const socket = connect(Number(port), hostname)
    await once(socket, 'connect')
    const headers = Object.entries({ ...SIGNED, 'content-type': FORM, 'content-length': '1000' }).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    )
    socket.write(`POST / HTTP/1.1\r\nhost: ${hostname}:${port}\r\n${headers.join('')}\r\nAction=`)
    await sleep(50)
    socket.destroy()
    expect((await iam(simulator, 'Action=ListUsers')).status).toBe(200)
    await simulator.advance(1_000)
  })

  test('what XML cannot carry comes back as a character that it can', async () => {
    await using simulator = await started()
    const body = 'Action=AssumeRole&Version=2011-06-15&RoleSessionName=me&RoleArn=%00%01%EF%BF%BF'
    const answer = await send(simulator.endpoint, { headers: { 'content-type': FORM, ...SIGNED }, body })
    expect(answer.text).toContain('Value &apos;\uFFFD\uFFFD\uFFFD&apos; at &apos;roleArn&apos; failed')
    const named = await iam(simulator, 'Action=GetLoginProfile&UserName=%00%01%EF%BF%BF')
    expect(named.text).toContain('The specified value for userName is invalid.')
  })
})
