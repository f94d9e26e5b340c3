import { Command } from '@commander-js/extra-typings'
import { connect, withConnection } from './connection.ts'
import type { Io } from './io.ts'
import { withLedger } from './ledger-option.ts'
import { exclusionListOption } from './list-option.ts'
import { sharedExclusionsOrNone } from './shared-list.ts'

export const snapshot = (io: Io) =>
  withLedger(withConnection(new Command('snapshot')))
    .option('--out <file>', 'write it there, for its owner alone (default: to standard output)')
    .option('--pseudonyms', 'replace names, ids, paths, values of tags, groups and the account id', false)
    .addOption(exclusionListOption)
    .addOption(sharedExclusionsOrNone)
    .addHelpText(
      'after',
      '\nNeeds iam:ListUsers, GetLoginProfile, ListAccessKeys, GetAccessKeyLastUsed, ListUserTags, SimulatePrincipalPolicy, ListGroups, GetGroup; ssm:GetParameter; lambda:GetFunctionConfiguration; of the ledger dynamodb:Query, Scan.\nThen: iam-cleanup rehearse --account FILE --days 120\nExit codes: 1 where somebody could not be read; the file then names them and has all others.',
    )
    .action(async ({ out, pseudonyms, excludedUsers, sharedExclusions: arn, ledgerTable, stackName, ...connection }) => {
      connect(connection)
      const { takeSnapshot } = await import('./take-snapshot.ts')
      await takeSnapshot(
        {
          out,
          pseudonyms,
          exclusionParameter: excludedUsers,
          shared: { sharedExclusions: arn, stackName },
          ledger: { ledgerTable, stackName },
        },
        io,
      )
    })
