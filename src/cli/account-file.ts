import { readFile } from 'node:fs/promises'
import { parseAccount, type AccountDescription } from '../simulator/index.ts'
import { UsageError } from './io.ts'

/** The account that ships with the package: the one of the article's walk-through. */
export const ARTICLE_ACCOUNT = new URL('../../examples/article-account.json', import.meta.url)

/** @throws UsageError naming the file and the place in it that is wrong */
export async function readAccountFile(file: string | URL): Promise<AccountDescription> {
  try {
    return parseAccount(JSON.parse(await readFile(file, 'utf8')))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError(
      `The account description ${String(file)} cannot be used: ${why}. examples/article-account.json shows how one looks.`,
      { cause },
    )
  }
}
