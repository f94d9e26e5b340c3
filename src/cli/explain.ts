import { Command, Option } from '@commander-js/extra-typings'
import { connect, withConnection } from './connection.ts'
import type { Io } from './io.ts'
import { JUDGING, judgingOf } from './judging.ts'

export const explain = (io: Io) =>
  withConnection(new Command('explain').argument('<user>', 'name of an IAM user, in any case, or user id'))
    .addOption(JUDGING.maxAge)
    .addOption(JUDGING.dueWithin)
    .addOption(JUDGING.excludedUsers)
    .addOption(JUDGING.sharedExclusions)
    .addOption(JUDGING.ledgerTable)
    .addOption(JUDGING.stackName)
    .addOption(JUDGING.at)
    .addOption(new Option('--format <format>', 'how to say it').choices(['text', 'json']).default('text' as const))
    .addHelpText(
      'after',
      '\nNeeds iam:ListUsers, GetLoginProfile, ListAccessKeys, GetAccessKeyLastUsed, ListUserTags, GetGroup, ListAccountAliases, ssm:GetParameter; lambda:GetFunctionConfiguration; of the ledger dynamodb:Query, Scan; to say who is the last administrator iam:GetUser, ListEntitiesForPolicy, SimulatePrincipalPolicy.',
    )
    .action(async (user, { format, ...others }) => {
      connect(others)
      const { explainUser } = await import('./explain-user.ts')
      await explainUser(user, { ...judgingOf(others), format }, io)
    })
