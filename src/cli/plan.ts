import { Command } from '@commander-js/extra-typings'
import { connect, withConnection } from './connection.ts'
import type { Io } from './io.ts'
import { JUDGING } from './judging.ts'
import { withLedger } from './ledger-option.ts'

export const plan = (io: Io) =>
  withLedger(withConnection(new Command('plan')))
    .description('Say what would be revoked, whom the exclusions protect and why, as a plan that "apply" takes. Changes nothing.')
    .addOption(JUDGING.maxAge)
    .addOption(JUDGING.excludedUsers)
    .addOption(JUDGING.sharedExclusions)
    .option('--out <file>', 'write the plan there, and a table to standard output')
    .addOption(JUDGING.at)
    .addHelpText(
      'after',
      '\nNeeds the rights of the rule: iam:ListUsers, GenerateCredentialReport, GetCredentialReport, GetLoginProfile, ListAccessKeys, GetAccessKeyLastUsed, ListUserTags, GetGroup, SimulatePrincipalPolicy, ssm:GetParameter; of the ledger dynamodb:Query, Scan.',
    )
    .action(async ({ maxAge, excludedUsers, sharedExclusions, out, ledgerTable, stackName, at, ...connection }) => {
      connect(connection)
      const { makePlan } = await import('./make-plan.ts')
      await makePlan(
        {
          limitDays: maxAge,
          exclusionParameter: excludedUsers,
          shared: { sharedExclusions, stackName },
          out,
          ledger: { ledgerTable, stackName },
          at,
        },
        io,
      )
    })
