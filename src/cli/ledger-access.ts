import { hasName } from '../aws/errors.ts'
import { ledgerTable } from '../aws/ledger-table.ts'
import type { Session } from '../aws/session.ts'
import type { LedgerTable } from '../ledger/ledger-table.ts'
import { Refusal, UsageError } from './io.ts'
import { LEDGER, type LedgerChoice } from './ledger-option.ts'
import { namedStack } from './named-stack.ts'

/** What the template calls the table in its outputs. */
const OUTPUT = 'LedgerTable'

/** The ledger of an account and Region. @throws Refusal where there is none, with both ways to one (S10) */
export async function openLedger(choice: LedgerChoice): Promise<{ readonly name: string; readonly table: LedgerTable }> {
  const { name, table } = await ledgerIfThere(choice)
  if (table !== undefined) return { name, table }
  throw new Refusal(
    `There is no ledger: no DynamoDB table ${name} in ${here()}. Without one nothing can be given back, so nothing is done. ` +
      `Deploy the stack, or make one with "iam-cleanup ledger create"; of another name, stack or Region: --ledger-table, --stack-name, --region.`,
  )
}

/** `table` is undefined where there is none of that name. */
export async function ledgerIfThere(
  choice: LedgerChoice,
  session?: Session,
): Promise<{ readonly name: string; readonly table: LedgerTable | undefined }> {
  const name = await ledgerName(choice, session)
  const table = ledgerTable(name, new AbortController().signal, session)
  try {
    await table.claims()
    return { name, table }
  } catch (error) {
    if (hasName(error, ['ResourceNotFoundException'])) return { name, table: undefined }
    throw new Error(`The ledger ${name} cannot be read: ${String(error)}`, { cause: error })
  }
}

/** @throws UsageError where the stack that is named is not there, or says nothing of a ledger */
async function ledgerName({ ledgerTable: table, stackName }: LedgerChoice, session: Session | undefined): Promise<string> {
  if (table !== undefined || stackName === undefined) return table ?? LEDGER
  const name = (await namedStack(stackName, session)).outputs.get(OUTPUT)
  if (name !== undefined) return name
  throw new UsageError(
    `The stack ${stackName} has no output ${OUTPUT}: is it of this template, and up to date? Name the table with --ledger-table.`,
  )
}

const here = (): string => process.env['AWS_REGION'] ?? 'this Region'
