import { createLedger } from '../aws/create-ledger.ts'
import type { Io } from './io.ts'
import { reached } from './reached.ts'

export async function makeLedger(table: string, io: Io): Promise<void> {
  const { sayWho } = await reached(io)
  sayWho()
  const made = await createLedger(table)
  io.out(made === 'made' ? `The ledger ${table} is there.` : `The ledger ${table} was there already: nothing was changed.`)
}
