import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { momentOfHttp, type Instant } from '../judgement/instant.ts'
import { addedSettings } from './client-settings.ts'
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
  const client = new STSClient({ ...SETTINGS, ...addedSettings() })
  // Somebody may have to be asked for a code first, and is waited for.
  const { accessKeyId } = await client.config.credentials()
  const command = new GetCallerIdentityCommand({})
  const answer = answerOf(command)
  const { Account, Arn } = await client.send(command, { abortSignal: AbortSignal.timeout(PATIENCE_MS) })
  const { date, endpoint } = answer()
  const [accountId, arn, now] = [present(Account, 'Account'), present(Arn, 'Arn'), present(momentOfHttp(date), 'Date')]
  return { accountId, arn, accessKeyId, region: await client.config.region(), endpoint, now }
}

type Answer = { readonly date: string; readonly endpoint: string | undefined }

const AWS_HOST = /\.(amazonaws\.com(\.cn)?|aws|api\.aws)$/

/** When it was answered, and by whom where that is not AWS. */
function answerOf(command: GetCallerIdentityCommand): () => Answer {
  let answer: Answer = { date: '', endpoint: undefined }
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args)
      const { headers } = Object(result.response) as { headers?: Readonly<Record<string, string>> }
      const { protocol, hostname = '', port } = Object(args.request) as { protocol?: string; hostname?: string; port?: number }
      const origin = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`
      answer = { date: headers?.['date'] ?? '', endpoint: AWS_HOST.test(hostname) ? undefined : origin }
      return result
    },
    { step: 'deserialize', priority: 'low' },
  )
  return () => answer
}
