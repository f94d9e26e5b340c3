import { Simulator, type AccountDescription, type AccountsDescription } from '../simulator/index.ts'
import { unlessUnusable } from './described-account.ts'
import { UsageError } from './io.ts'

type Options = {
  readonly account: AccountDescription | AccountsDescription
  /** The file of it, undefined for the one that ships. */
  readonly file: string | undefined
  readonly at: Date
  readonly port?: number
}

/** A simulator with the described account. @throws UsageError naming the file and the place in it, or the port that is taken */
export async function startedSimulator({ account, file, at, port = 0 }: Options): Promise<Simulator> {
  try {
    return await Simulator.start({ at, port, account })
  } catch (cause) {
    if (cause instanceof Error && /EADDRINUSE|EACCES/.test(cause.message))
      throw new UsageError(`Port ${port} cannot be used (${cause.message}). Choose another with --port.`, { cause })
    throw unlessUnusable(file, cause)
  }
}
