import { readFile } from 'node:fs/promises'
import { AccountError, parseAccount, parseAccounts, Simulator } from '../simulator/index.ts'
import { messageOf } from '../text/message-of.ts'
import { UsageError } from './io.ts'

/** The account that ships with the package: the one of the article's walk-through. */
const ARTICLE_ACCOUNT = new URL('../../examples/article-account.json', import.meta.url)

type Options = {
  /** A JSON description; undefined for the one that ships. */
  readonly account: string | undefined
  readonly at: Date
  readonly port?: number
  /** Whether the file may describe several accounts. */
  readonly several?: boolean
}

/** A simulator with the described account. @throws UsageError naming the file and the place in it, or the port that is taken */
export async function startedSimulator({ account, at, port = 0, several = false }: Options): Promise<Simulator> {
  const file = account ?? ARTICLE_ACCOUNT
  try {
    return await Simulator.start({ at, port, account: (several ? parseAccounts : parseAccount)(await readJson(file)) })
  } catch (cause) {
    if (cause instanceof AccountError) throw unusable(file, cause)
    if (cause instanceof Error && /EADDRINUSE|EACCES/.test(cause.message))
      throw new UsageError(`Port ${port} cannot be used (${cause.message}). Choose another with --port.`, { cause })
    throw cause
  }
}

async function readJson(file: string | URL): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (cause) {
    throw unusable(file, cause)
  }
}

const unusable = (file: string | URL, cause: unknown): UsageError =>
  new UsageError(
    `The account description ${String(file)} cannot be used: ${messageOf(cause).replace(/\.$/, '')}. examples/article-account.json shows how one looks.`,
    { cause },
  )
