import { lstat, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { parsePlan } from '../plan/plan.ts'
import { UsageError } from './io.ts'

/**
 * Write a plan for its owner alone. An earlier plan is replaced.
 * @returns whether there was one; @throws UsageError where anything else is in the way, such as a link
 */
export async function writePlan(file: string, json: string): Promise<boolean> {
  const isReplaced = await isPlan(file)
  const fresh = `${file}.${process.pid}.new`
  try {
    await writeFile(fresh, json, { mode: 0o600, flag: 'wx' })
    // A link that was put there meanwhile is replaced itself, not followed.
    await rename(fresh, file)
  } catch (cause) {
    await rm(fresh, { force: true })
    throw unwritable(file, cause)
  }
  return isReplaced
}

async function isPlan(file: string): Promise<boolean> {
  try {
    if (!(await lstat(file)).isFile()) throw new Error('it is no ordinary file')
    parsePlan(await readFile(file, 'utf8'))
    return true
  } catch (cause) {
    if (Object(cause).code === 'ENOENT') return false
    throw unwritable(file, cause)
  }
}

const unwritable = (file: string, cause: unknown): UsageError =>
  new UsageError(
    `No plan can be written to ${file}: what is there is kept (${cause instanceof Error ? cause.message : String(cause)}). Name another file with --out.`,
    { cause },
  )
