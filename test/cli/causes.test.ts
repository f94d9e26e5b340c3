import { once } from 'node:events'
import { createServer as createTcpServer, type AddressInfo } from 'node:net'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { Simulator } from '../../src/simulator/index.ts'
import { recordedIo } from '../support/io.ts'

let simulator: Simulator
let folder = ''
let files = 0

beforeAll(async () => {
  simulator = await Simulator.start({ at: '2026-11-02T09:00:00Z', account: { users: [{ name: 'ana' }] } })
  folder = await mkdtemp(join(tmpdir(), 'iam-cleanup-test-'))
})

afterAll(async () => {
  await simulator.stop()
  await rm(folder, { recursive: true })
})

/** Nothing but what a test says: no configuration of this machine, no metadata of a cloud. */
beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_') && !name.startsWith('AWS_SDK_')) vi.stubEnv(name, undefined)
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
  // The SDK reads a file once.
  files += 1
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, `config-${files}`))
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, `credentials-${files}`))
})

afterEach(() => {
  simulator.clearFaults()
  vi.unstubAllEnvs()
})

const withKey = (): void => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
}

async function plan(...argv: readonly string[]) {
  const { io, notes } = recordedIo()
  const code = await run(['plan', ...argv], io)
  return { code, says: notes.at(-1) }
}

const there = (): readonly string[] => ['--region', 'us-east-1', '--endpoint-url', simulator.endpoint]

/** A port where somebody takes what is sent and says this, or nothing. */
async function port(answer?: string) {
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', () => answer !== undefined && socket.end(answer))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port: number } = server.address() as AddressInfo
  return { number, [Symbol.dispose]: () => void server.close() }
}

describe('each cause by its own sentence, with the next step; exit code 1', () => {
  const failed = (says: RegExp) => ({ code: 1, says: expect.stringMatching(says) })

  test('no credentials', async () => {
    expect(await plan(...there())).toEqual(failed(/There are no AWS credentials\. Say --profile/))
  })

  test('a profile that does not exist, also where there are other credentials', async () => {
    withKey()
    expect(await plan(...there(), '--profile', 'nowhere')).toEqual(
      failed(/There is no profile nowhere in your AWS configuration\. .*list-profiles/),
    )
  })

  test('a profile that says nothing of credentials', async () => {
    await writeFile(join(folder, `config-${files}`), '[profile bare]\nregion = us-east-1\n')
    expect(await plan(...there(), '--profile', 'bare')).toEqual(failed(/The profile bare gives no credentials: it says nothing of where/))
  })

  test.for<[what: string, process: string, says: RegExp]>([
    ['that fails', 'sh -c "echo no token >&2; exit 3"', /by credential_process = sh .*: Command failed: sh .*no token\. Mend the profile/],
    ['that gives something else', 'echo hello', /credential_process returned invalid JSON\. Mend the profile, or choose another/],
  ])('a credential_process %s is named, and no other credentials are taken', async ([, command, says]) => {
    // Where the machine has credentials, they are of somebody else.
    vi.stubEnv('AWS_WEB_IDENTITY_TOKEN_FILE', join(folder, 'token'))
    await writeFile(join(folder, `config-${files}`), `[profile tool]\ncredential_process = ${command}\n`)
    const { code, says: said } = await plan(...there(), '--profile', 'tool')
    expect([code, said]).toEqual([1, expect.stringMatching(says)])
    expect(said).toMatch(/^iam-cleanup: The profile tool gives no credentials, by credential_process = /)
  })

  test('a wrong code of an MFA device', async () => {
    const message = 'MultiFactorAuthentication failed with invalid MFA one time pass code.'
    const xml = `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${message}</Message></Error></ErrorResponse>`
    using server = await port(
      `HTTP/1.1 403 No\r\ncontent-type: text/xml\r\ncontent-length: ${xml.length}\r\nconnection: close\r\n\r\n${xml}`,
    )
    const profile =
      '[profile admin]\nrole_arn = arn:aws:iam::123456789012:role/admin\nsource_profile = base\nmfa_serial = arn:aws:iam::123456789012:mfa/me\n'
    await writeFile(join(folder, `config-${files}`), profile)
    await writeFile(join(folder, `credentials-${files}`), '[base]\naws_access_key_id = test\naws_secret_access_key = test\n')
    // What is asked of STS for the role goes where the environment says.
    vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${server.number}`)
    expect(await plan('--region', 'us-east-1', '--profile', 'admin')).toEqual(
      failed(/AWS does not take that MFA code .* A code serves once/),
    )
  })

  test('no Region', async () => {
    withKey()
    expect(await plan('--endpoint-url', simulator.endpoint)).toEqual(failed(/No AWS Region is chosen\. Say --region/))
  })

  test('a name that nobody knows', async () => {
    withKey()
    expect(await plan('--region', 'us-east-1', '--endpoint-url', 'http://nowhere.invalid')).toEqual(
      failed(/The name of the endpoint could not be found .*nowhere\.invalid/),
    )
  })

  test('a port where nobody listens', async () => {
    withKey()
    expect(await plan('--region', 'us-east-1', '--endpoint-url', 'http://127.0.0.1:1')).toEqual(
      failed(/Nothing listens at the endpoint .*127\.0\.0\.1:1.*--endpoint-url/),
    )
  })

  test('no TLS where it is spoken to so', async () => {
    withKey()
    using plainText = await port('HTTP/1.1 200 OK\r\n\r\n')
    expect(await plan('--region', 'us-east-1', '--endpoint-url', `https://127.0.0.1:${plainText.number}`)).toEqual(
      failed(/No secure connection to the endpoint could be made .*NODE_EXTRA_CA_CERTS/),
    )
  })

  test('nobody answers', async () => {
    withKey()
    using silent = await port()
    expect(await plan('--region', 'us-east-1', '--endpoint-url', `http://127.0.0.1:${silent.number}`)).toEqual(
      failed(/AWS did not answer .*VPN and proxy/),
    )
  })

  test('a right that is missing, by its name', async () => {
    withKey()
    simulator.order({ operation: 'iam:ListUsers', kind: 'refuse' })
    expect(await plan(...there())).toEqual(failed(/AWS refused it: .* Grant iam:ListUsers to the caller; --help names all rights/))
  })

  test.for<[what: string, code: string, status: number, says: RegExp]>([
    ['expired credentials', 'ExpiredToken', 403, /Your AWS credentials have expired\. Log in again/],
    ['a key that AWS does not know', 'InvalidClientTokenId', 403, /AWS does not accept these credentials \(InvalidClientTokenId/],
    ['throttled out', 'Throttling', 400, /AWS throttled the calls for longer .*Repeat the command later/],
  ])('%s', async ([, code, status, says]) => {
    withKey()
    const xml = `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>No.</Message></Error></ErrorResponse>`
    using server = await port(
      `HTTP/1.1 ${status} No\r\ncontent-type: text/xml\r\ncontent-length: ${xml.length}\r\nconnection: close\r\n\r\n${xml}`,
    )
    expect(await plan('--region', 'us-east-1', '--endpoint-url', `http://127.0.0.1:${server.number}`)).toEqual(failed(says))
  })

  test('an answer without its time', async () => {
    withKey()
    const xml =
      '<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account><Arn>arn:aws:iam::123456789012:user/ana</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>'
    using server = await port(
      `HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\ncontent-length: ${xml.length}\r\nconnection: close\r\n\r\n${xml}`,
    )
    expect(await plan('--region', 'us-east-1', '--endpoint-url', `http://127.0.0.1:${server.number}`)).toEqual(
      failed(/AWS answered without Date\./),
    )
  })
})

describe('an endpoint that cannot be called is wrong usage, told with what names it', () => {
  const wrong = (value: string, by: string) => ({
    code: 2,
    says: `iam-cleanup: No call can be sent to "${value}" (${by}): an endpoint must begin with http:// or https://, and have a host and, if it has a port, one from 1 to 65535, such as http://127.0.0.1:4566.`,
  })

  test.for([
    'nonsense',
    'ftp://127.0.0.1',
    'localhost:4566',
    '127.0.0.1:4566',
    '',
    'http://',
    'http://127.0.0.1:65536',
    'http://127.0.0.1:0',
  ])('by the option: "%s"', async (value) => {
    withKey()
    const { io, notes } = recordedIo()
    expect(await run(['plan', '--region', 'us-east-1', '--endpoint-url', value], io)).toBe(2)
    expect(notes).toEqual([
      `error: option '--endpoint-url <url>' argument '${value}' is invalid. It must begin with http:// or https://, and have a host and, if it has a port, one from 1 to 65535, such as http://127.0.0.1:4566.`,
      '(see iam-cleanup plan --help)',
    ])
  })

  test.for(['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_IAM', 'AWS_ENDPOINT_URL_CONFIG_SERVICE'])('by the variable %s', async (variable) => {
    withKey()
    vi.stubEnv('AWS_ENDPOINT_URL', simulator.endpoint)
    vi.stubEnv(variable, 'ftp://127.0.0.1')
    expect(await plan('--region', 'us-east-1')).toEqual(wrong('ftp://127.0.0.1', variable))
  })

  test.for([
    ['[profile dev]\nendpoint_url = nonsense\n', 'endpoint_url of the profile dev in your AWS configuration'],
    [
      '[profile dev]\nservices = near\n[services near]\niam =\n  endpoint_url = nonsense\n',
      'endpoint_url of iam in [services near] of your AWS configuration',
    ],
  ] as const)('by a file: %j', async ([config, by]) => {
    withKey()
    await writeFile(join(folder, `config-${files}`), config)
    expect(await plan('--region', 'us-east-1', '--profile', 'dev')).toEqual(wrong('nonsense', by))
  })

  test('nobody asks what goes before it: the environment before the file, the option before both, for every service', async () => {
    withKey()
    await writeFile(join(folder, `config-${files}`), '[default]\nendpoint_url = nonsense\n')
    vi.stubEnv('AWS_ENDPOINT_URL', simulator.endpoint)
    expect((await plan('--region', 'us-east-1')).code).toBe(0)
    vi.stubEnv('AWS_ENDPOINT_URL_IAM', 'http://127.0.0.1:1')
    expect((await plan(...there())).code).toBe(0)
  })
})

test("the Region is found as the AWS CLI finds it: the option, AWS_REGION, AWS_DEFAULT_REGION, the profile's", async () => {
  withKey()
  await writeFile(join(folder, `config-${files}`), '[default]\nregion = ap-south-1\n')
  const found = async (...argv: readonly string[]): Promise<string | undefined> => {
    const { io, notes } = recordedIo()
    await run(['plan', '--endpoint-url', simulator.endpoint, ...argv], io)
    return /in Region ([\w-]+)/.exec(notes[0] ?? '')?.[1]
  }
  const regions = [await found()]
  vi.stubEnv('AWS_DEFAULT_REGION', 'eu-north-1')
  regions.push(await found())
  vi.stubEnv('AWS_REGION', 'eu-west-1')
  regions.push(await found(), await found('--region', 'us-west-2'))
  expect(regions).toEqual(['ap-south-1', 'eu-north-1', 'eu-west-1', 'us-west-2'])
})

test('throttled for some seconds: that is said once, and it goes on', async () => {
  withKey()
  let seconds = 0
  simulator.order({ operation: 'iam:ListUsers', kind: 'throttle', times: 2 })
  const { io, notes } = recordedIo(false, () => new Date(Date.parse('2026-11-02T09:00:00Z') + (seconds += 5) * 1_000))
  expect(await run(['plan', ...there()], io)).toBe(0)
  expect(notes.filter((note) => note.startsWith('AWS throttles'))).toEqual([
    'AWS throttles the calls: each is tried again, later and later, so this takes longer.',
  ])
})
