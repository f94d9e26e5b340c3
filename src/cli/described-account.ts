import { readFile } from 'node:fs/promises'
import { AccountError, parseAccount, parseAccounts, type AccountDescription, type AccountsDescription } from '../simulator/index.ts'
import { fileFault } from '../text/file-fault.ts'
import { namedUsers } from '../text/named-users.ts'
import { plural } from '../text/plural.ts'
import { UsageError, type Io } from './io.ts'

/** The account that ships with the package: the one of the article's walk-through. */
const ARTICLE_ACCOUNT = new URL('../../examples/article-account.json', import.meta.url)

/** The account of a file, or the one that ships; who is missing in it is said. @throws UsageError naming the file and the place in it */
export const describedAccount = (file: string | undefined, io: Io): Promise<AccountDescription> => described(file, parseAccount, io)

/** The same, of one account or several. */
export const describedAccounts = (file: string | undefined, io: Io): Promise<AccountDescription | AccountsDescription> =>
  described(file, parseAccounts, io)

async function described<D extends AccountDescription | AccountsDescription>(
  file: string | URL = ARTICLE_ACCOUNT,
  parse: (json: unknown) => D,
  io: Io,
): Promise<D> {
  const account = await readAccount(file, parse)
  for (const unread of unreadOf(account))
    if (unread.length > 0)
      io.note(
        `${plural(unread.length, 'user')} of the account could not be read when ${String(file)} was made, and ${unread.length === 1 ? 'is' : 'are'} not in it: ` +
          `${namedUsers(unread.map(({ name, why }) => ({ userName: name, why })))}.`,
      )
  return account
}

const unreadOf = (account: AccountDescription | AccountsDescription) =>
  ('accounts' in account ? account.accounts : [account]).map(({ unread = [] }) => unread)

async function readAccount<D>(file: string | URL, parse: (json: unknown) => D): Promise<D> {
  try {
    // Editors of some systems begin a file with a mark of its order of bytes.
    return parse(JSON.parse((await readFile(file, 'utf8')).replace(/^\uFEFF/, '')))
  } catch (cause) {
    throw unusable(file, cause)
  }
}

/** Of a description, what is wrong with it; anything else as it is. */
export const unlessUnusable = (file: string | URL = ARTICLE_ACCOUNT, cause: unknown): unknown =>
  cause instanceof AccountError ? unusable(file, cause) : cause

const unusable = (file: string | URL, cause: unknown): UsageError =>
  new UsageError(`The account description ${String(file)} cannot be used: ${fileFault(cause).replace(/\.$/, '')}. ${adviceOn(cause)}`, {
    cause,
  })

const adviceOn = (cause: unknown): string =>
  Object(cause).code === 'ENOENT'
    ? 'Copy examples/article-account.json and change it, or take your own account: iam-cleanup snapshot --out FILE.'
    : 'examples/article-account.json shows how one looks.'
