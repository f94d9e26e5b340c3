import { Command, Option } from '@commander-js/extra-typings'
import { FORMAT_NAMES } from '../reports/format-names.ts'
import { connect, withConnection } from './connection.ts'
import type { Io } from './io.ts'
import { JUDGING, judgingOf } from './judging.ts'
import { withNarrowing } from './narrow-options.ts'
import { organizationOf, withOrganization } from './organization-option.ts'

export const scan = (io: Io) =>
  withOrganization(withNarrowing(withConnection(new Command('scan'))))
    .addOption(JUDGING.maxAge)
    .addOption(JUDGING.dueWithin)
    .addOption(JUDGING.excludedUsers)
    .addOption(JUDGING.sharedExclusions)
    .addOption(JUDGING.ledgerTable)
    .addOption(JUDGING.stackName)
    .addOption(JUDGING.at)
    .addOption(new Option('--format <format>', 'how to show it').choices(FORMAT_NAMES).default('table' as const))
    .option('--out <file>', 'write the result there; of an organization, a line of JSON an account as it is read')
    .option('--fail-on-unused', 'exit with 3 where somebody who is not excluded has unused credentials', false)
    .option('--live', 'read every user, without the credential report', false)
    .addHelpText(
      'after',
      '\nNeeds iam:ListUsers, GenerateCredentialReport, GetCredentialReport, GetLoginProfile, ListAccessKeys, GetAccessKeyLastUsed, ListUserTags, GetGroup, ListAccountAliases, ssm:GetParameter; lambda:GetFunctionConfiguration; of the ledger dynamodb:Query, Scan.\nExit codes: 1 where somebody could not be judged, after the result; 3 with --fail-on-unused where something is unused; 1 goes before 3.\nOf an organization besides organizations:DescribeOrganization, ListAccounts, DescribeAccount, ListAccountsForParent, ListOrganizationalUnitsForParent and sts:AssumeRole; the rights above are those of the role in each account.',
    )
    .action(async ({ format, out, failOnUnused, user, path, tag, group, live, ...others }) => {
      connect(others)
      const choice = organizationOf(others)
      const options = { ...judgingOf(others), format, out, failOnUnused, narrowing: { user, path, tag, group }, live }
      if (choice !== undefined) return (await import('./scan-organization.ts')).scanOrganization(options, choice, io)
      const { makeScan } = await import('./make-scan.ts')
      await makeScan(options, io)
    })
