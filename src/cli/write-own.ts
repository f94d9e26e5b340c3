import { lstat, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { fileFault } from '../text/file-fault.ts'
import { UsageError } from './io.ts'

/** What is written: how it is called, and what throws for a file that is none of these. */
export type Own = { readonly what: string; readonly check: (text: string) => void }

/**
 * Write a file for its owner alone. An earlier one of its kind is replaced.
 * @returns whether there was one; @throws UsageError where anything else is in the way, such as a link
 */
export async function writeOwn(file: string, text: string, own: Own): Promise<boolean> {
  const isReplaced = await isOwn(file, own)
  const fresh = `${file}.${process.pid}.new`
  try {
    await writeFile(fresh, text, { mode: 0o600, flag: 'wx' })
    // A link that was put there meanwhile is replaced itself, not followed.
    await rename(fresh, file)
  } catch (cause) {
    await rm(fresh, { force: true })
    throw unwritable(file, own, cause)
  }
  return isReplaced
}

/** Whether there is an earlier one of its kind. @throws UsageError where anything else is in the way */
export async function isOwn(file: string, own: Own): Promise<boolean> {
  try {
    if (!(await lstat(file)).isFile()) throw new Error('it is no ordinary file')
    own.check(await readFile(file, 'utf8'))
    return true
  } catch (cause) {
    if (Object(cause).code === 'ENOENT') return false
    throw unwritable(file, own, cause)
  }
}

const unwritable = (file: string, { what }: Own, cause: unknown): UsageError =>
  new UsageError(`No ${what} can be written to ${file}: ${whyNot(cause)}. Name another file with --out.`, { cause })

function whyNot(cause: unknown): string {
  const { code } = Object(cause) as { code?: unknown }
  // What is looked for before it is written need not be there; its folder must.
  if (code === 'ENOENT') return 'there is no such folder'
  return typeof code === 'string' ? fileFault(cause) : `what is there is kept (${fileFault(cause)})`
}
