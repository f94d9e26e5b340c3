import type { Simulator } from '../simulator/index.ts'
import { describedAccounts } from './described-account.ts'
import type { Io } from './io.ts'
import { startedSimulator } from './started-simulator.ts'

export type ServeOptions = { readonly port: number; readonly at: Date; readonly account: string | undefined }

/** Serve until the user ends it. @throws UsageError for an unusable account description or port */
export async function serveSimulator({ account: file, ...options }: ServeOptions, io: Io): Promise<void> {
  await using simulator = await startedSimulator({ ...options, file, account: await describedAccounts(file, io) })
  simulator.run()
  io.out(instructions(simulator))
  await io.interrupted()
  io.note('Stopped.')
}

const instructions = ({
  endpoint,
  region,
}: Simulator): string => `A simulated AWS account is at ${endpoint}. Stop it with Ctrl+C. In another terminal:

  export AWS_ENDPOINT_URL=${endpoint} AWS_REGION=${region} AWS_DEFAULT_REGION=${region} \\
      AWS_ACCESS_KEY_ID=me AWS_SECRET_ACCESS_KEY=me AWS_PAGER=
  aws iam list-users
  aws cloudformation deploy --template-file templates/template.yaml --stack-name IamUnusedUserCleanup \\
      --capabilities CAPABILITY_IAM --parameter-overrides MaxCredentialUsageAge=30
  aws configservice get-compliance-details-by-config-rule --config-rule-name custom-unused-iam-user-credentials-check
  aws configservice describe-remediation-execution-status --config-rule-name custom-unused-iam-user-credentials-check

The last two answer with nothing until the first evaluation has ended, some seconds after the deployment; "iam-cleanup status" tells.

Move its clock, or let people work:
  curl -H 'content-type: application/json' ${endpoint}/_simulator/clock -d '{"minutes": 5}'
  curl -H 'content-type: application/json' ${endpoint}/_simulator/sign-in -d '{"userName": "test-active-user3"}'`
