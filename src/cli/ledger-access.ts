import { hasName } from '../aws/errors.ts'
import { ledgerTable } from '../aws/ledger-table.ts'
import type { LedgerTable } from '../ledger/ledger-table.ts'
import { Refusal } from './io.ts'

/** The ledger of an account and Region. @throws Refusal where there is none, with both ways to one (S10) */
export async function openLedger(name: string): Promise<LedgerTable> {
  const table = await ledgerIfThere(name)
  if (table !== undefined) return table
  throw new Refusal(
    `There is no ledger: no DynamoDB table ${name} in ${process.env['AWS_REGION'] ?? 'this Region'}. Without one nothing can be given back, so nothing is done. ` +
      `Deploy the stack, or make one with "iam-cleanup ledger create"; of another name or Region: --ledger-table, --region.`,
  )
}

/** @returns undefined where there is none */
export async function ledgerIfThere(name: string): Promise<LedgerTable | undefined> {
  const table = ledgerTable(name, new AbortController().signal)
  try {
    await table.claims()
    return table
  } catch (error) {
    if (hasName(error, ['ResourceNotFoundException'])) return undefined
    throw new Error(`The ledger ${name} cannot be read: ${String(error)}`, { cause: error })
  }
}
