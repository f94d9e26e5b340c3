import { Command } from '@commander-js/extra-typings'
import { connect, withConnection } from './connection.ts'
import type { Io } from './io.ts'
import { withLedger } from './ledger-option.ts'

export const restore = (io: Io) =>
  withLedger(withConnection(new Command('restore')))
    .argument('[users...]', 'names of IAM users, or ids')
    .option('--plan <file>', 'the users of this plan')
    .option('--key <id>', 'only this access key')
    .option('--password-file <file>', 'take the new password from there, and do not show it')
    .option('--dry-run', 'show only', false)
    .option('--yes', 'do not ask', false)
    .addHelpText(
      'after',
      '\nNeeds iam:ListUsers, GetUser, ListAccessKeys, GetAccessKeyLastUsed, GetLoginProfile, GetAccountPasswordPolicy, UpdateAccessKey, CreateLoginProfile, UpdateLoginProfile; dynamodb:Query, UpdateItem; ssm:DescribeAutomationExecutions, GetAutomationExecution.',
    )
    .action(async (users, { plan, key, passwordFile, ledgerTable, stackName, dryRun, yes, ...connection }) => {
      connect(connection)
      const { restoreUsers } = await import('./restore-user.ts')
      await restoreUsers({ users, plan, key, passwordFile, ledger: { ledgerTable, stackName }, dryRun, yes }, io)
    })
