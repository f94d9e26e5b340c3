import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { momentOfHttp, type Instant } from '../judgement/instant.ts'
import { present } from './present.ts'

/** Who calls, with which access key, where, and the time by AWS's own clock. */
export type Caller = {
  readonly accountId: string
  readonly arn: string
  readonly accessKeyId: string
  readonly region: string
  /** Where calls go, where that is not AWS. */
  readonly endpoint: string | undefined
  readonly now: Instant
}

/** The first call of a command: where nothing answers it is not waited for (S13). */
const PATIENCE_MS = 4_000
const SETTINGS = {
  retryMode: 'standard',
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1_900, requestTimeout: 1_900, throwOnRequestTimeout: true },
} as const

/** Ask AWS who the caller is. The time is the Date of its answer: the clock of the machine may be wrong (S5). */
export async function caller(): Promise<Caller> {
  const client = new STSClient(SETTINGS)
  const command = new GetCallerIdentityCommand({})
  const date = dateOfAnswer(command)
  const { Account, Arn } = await client.send(command, { abortSignal: AbortSignal.timeout(PATIENCE_MS) })
  const { accessKeyId } = await client.config.credentials()
  const [accountId, arn, now] = [present(Account, 'Account'), present(Arn, 'Arn'), present(momentOfHttp(date()), 'Date')]
  return { accountId, arn, accessKeyId, region: await client.config.region(), endpoint: await endpointOf(client), now }
}

/** After a call the client knows what the environment or the profile says of its endpoint. */
async function endpointOf({ config }: STSClient): Promise<string | undefined> {
  const { protocol, hostname, port, path } = (await config.endpoint?.()) ?? {}
  return hostname === undefined ? undefined : `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path === '/' ? '' : path}`
}

function dateOfAnswer(command: GetCallerIdentityCommand): () => string {
  let date = ''
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args)
      const { headers } = Object(result.response) as { headers?: Readonly<Record<string, string>> }
      date = headers?.['date'] ?? ''
      return result
    },
    { step: 'deserialize', priority: 'low' },
  )
  return () => date
}
