import { Command } from '@commander-js/extra-typings'
import { isoInstant } from './arguments.ts'
import { connect, withConnection } from './connection.ts'
import type { Io } from './io.ts'

export const restore = (io: Io) =>
  withConnection(new Command('restore'))
    .description(
      'Give back what was revoked of a user: exactly the keys that the ledger names, and a new one-time password for one that was deleted.',
    )
    .argument('<user>', 'name of the IAM user')
    .option('--key <id>', 'only this access key')
    .option('--at <instant>', 'the time of the restore, which restarts the clock (default: now)', isoInstant)
    .option('--dry-run', 'show only', false)
    .option('--yes', 'do not ask', false)
    .addHelpText(
      'after',
      '\nNeeds iam:ListUsers, ListUserTags, ListAccessKeys, GetAccessKeyLastUsed, GetLoginProfile, TagUser, UpdateAccessKey, CreateLoginProfile; without a ledger ssm:DescribeAutomationExecutions, GetAutomationExecution.',
    )
    .action(async (user, { at, key, dryRun, yes, ...connection }) => {
      connect(connection)
      const { restoreUser } = await import('./restore-user.ts')
      await restoreUser({ user, key, at: at ?? io.now(), dryRun, yes }, io)
    })
