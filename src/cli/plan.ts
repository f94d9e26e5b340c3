import { Command } from '@commander-js/extra-typings'
import { connect, withConnection } from './connection.ts'
import type { Io } from './io.ts'
import { JUDGING } from './judging.ts'
import { withLedger } from './ledger-option.ts'
import { organizationOf, withOrganization } from './organization-option.ts'

export const plan = (io: Io) =>
  withOrganization(withLedger(withConnection(new Command('plan'))))
    .description('Say what would be revoked, whom the exclusions protect and why, as a plan that "apply" takes. Changes nothing.')
    .addOption(JUDGING.maxAge)
    .addOption(JUDGING.excludedUsers)
    .option('--out <file>', 'write the plan there, and a table to standard output')
    .addOption(JUDGING.at)
    .addHelpText(
      'after',
      '\nNeeds the rights of the rule: iam:ListUsers, GenerateCredentialReport, GetCredentialReport, GetLoginProfile, ListAccessKeys, GetAccessKeyLastUsed, ListUserTags, GetGroup, SimulatePrincipalPolicy, ssm:GetParameter; of the ledger dynamodb:Query, Scan.',
    )
    .action(async ({ maxAge, excludedUsers, out, ledgerTable, stackName, at, ...others }) => {
      connect(others)
      const choice = organizationOf(others)
      const judging = { limitDays: maxAge, dueWithinDays: 0, exclusionParameter: excludedUsers, ledger: { ledgerTable, stackName }, at }
      if (choice !== undefined) return (await import('./plan-organization.ts')).planOrganization({ ...judging, out }, choice, io)
      const { makePlan } = await import('./make-plan.ts')
      await makePlan({ limitDays: maxAge, exclusionParameter: excludedUsers, out, ledger: { ledgerTable, stackName }, at }, io)
    })
