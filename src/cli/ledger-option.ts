import { Option, type Command, type OptionValues } from '@commander-js/extra-typings'

/** Which ledger is meant: a table by its name, the one of a stack, or the one that a stack makes by default. */
export type LedgerChoice = { readonly ledgerTable?: string | undefined; readonly stackName?: string | undefined }

/** The table that a stack makes. */
export const LEDGER = 'iam-unused-user-cleanup-ledger'

export const LEDGER_OPTIONS = {
  ledgerTable: new Option('--ledger-table <name>', `DynamoDB table of the ledger (default: that of --stack-name, else ${LEDGER})`),
  stackName: new Option('--stack-name <name>', 'the stack whose ledger is meant'),
}

/** The options of every command that reads or writes the ledger. */
export const withLedger = <A extends unknown[], O extends OptionValues>(command: Command<A, O>) =>
  command.addOption(LEDGER_OPTIONS.ledgerTable).addOption(LEDGER_OPTIONS.stackName)
