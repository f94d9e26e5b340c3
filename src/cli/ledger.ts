import { Command, Option } from '@commander-js/extra-typings'
import { connect, withConnection } from './connection.ts'
import type { Io } from './io.ts'
import { LEDGER, withLedger } from './ledger-option.ts'

export const ledger = (io: Io) =>
  withLedger(withConnection(new Command('ledger')))
    .argument('[user]', 'name of an IAM user, past or present (default: everybody)')
    .addOption(new Option('--format <format>', 'how to show it').choices(['table', 'json']).default('table' as const))
    .addHelpText('after', '\nNeeds dynamodb:Query, Scan.')
    .action(async (user, { format, ledgerTable, stackName, ...connection }) => {
      connect(connection)
      const { showLedger } = await import('./show-ledger.ts')
      await showLedger({ user, format, ledger: { ledgerTable, stackName } }, io)
    })
    .enablePositionalOptions()
    .addCommand(create(io))

const create = (io: Io) =>
  withConnection(new Command('create'))
    .option('--ledger-table <name>', 'how to call the DynamoDB table', LEDGER)
    .description(
      'Make the ledger: a DynamoDB table, on demand, with point-in-time recovery, protected from deletion. For accounts without the stack.',
    )
    .addHelpText('after', '\nNeeds dynamodb:CreateTable, DescribeTable, UpdateContinuousBackups.')
    .action(async ({ ledgerTable, ...connection }) => {
      connect(connection)
      const { makeLedger } = await import('./make-ledger.ts')
      await makeLedger(ledgerTable, io)
    })
