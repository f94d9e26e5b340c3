import { Command, Option } from '@commander-js/extra-typings'
import { wholeNumber } from './arguments.ts'
import { connect, withConnection } from './connection.ts'
import type { Io } from './io.ts'
import { JUDGING, judgingOf } from './judging.ts'
import { withNarrowing } from './narrow-options.ts'
import { organizationOf, withOrganization } from './organization-option.ts'

export const plan = (io: Io) =>
  withOrganization(withNarrowing(withConnection(new Command('plan'))))
    .addOption(JUDGING.maxAge)
    .addOption(JUDGING.excludedUsers)
    .addOption(JUDGING.sharedExclusions)
    .addOption(JUDGING.ledgerTable)
    .addOption(JUDGING.stackName)
    .addOption(JUDGING.at)
    .option('--limit <n>', 'of so many users at most, the longest idle first', wholeNumber(1, 100_000))
    .addOption(new Option('--format <format>', 'how to show it').choices(['table', 'json']).default('table' as const))
    .option('--out <file>', 'write the plan there, for "apply"')
    .addHelpText(
      'after',
      '\nNeeds the rights of the rule: iam:ListUsers, GenerateCredentialReport, GetCredentialReport, GetLoginProfile, ListAccessKeys, GetAccessKeyLastUsed, ListUserTags, GetGroup, SimulatePrincipalPolicy, ssm:GetParameter; lambda:GetFunctionConfiguration; iam:ListAccountAliases; of the ledger dynamodb:Query, Scan.\nWho is the last administrator is asked of the whole account, whomever the plan is narrowed to.',
    )
    .action(async ({ user, path, tag, group, limit, format, out, ...others }) => {
      connect(others)
      const choice = organizationOf(others)
      const options = { ...judgingOf({ ...others, dueWithin: 0 }), narrowing: { user, path, tag, group }, limit, format, out }
      if (choice !== undefined) return (await import('./plan-organization.ts')).planOrganization(options, choice, io)
      const { makePlan } = await import('./make-plan.ts')
      await makePlan(options, io)
    })
