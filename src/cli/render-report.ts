import { readFile } from 'node:fs/promises'
import type { Findings } from '../findings/findings.ts'
import { parseFindings } from '../findings/seal.ts'
import { isOrganization } from '../organization/line.ts'
import { follow, type Run } from '../organization/run.ts'
import type { Way } from './give.ts'
import { giveGathered, type ToGive } from './give-gathered.ts'
import { fileFault } from '../text/file-fault.ts'
import { UsageError, type Io } from './io.ts'
import { beginningOf, linesIn } from './lines-file.ts'

/** @throws UsageError for a file that holds no findings, or edited ones, and for the same findings twice */
export async function renderReport(files: readonly string[], way: Way, io: Io): Promise<void> {
  const read = await Promise.all(files.map((file) => readSaved(file)))
  const digests = read.map((saved) => ('run' in saved ? saved.digests : [saved.digest]))
  const twice = digests.findIndex((of, index) => of.some((digest) => digests.slice(0, index).some((before) => before.includes(digest))))
  if (twice >= 0) throw new UsageError(`The findings of ${files[twice]} are named twice: every sum would count them twice.`)
  const toGive: ToGive = {
    runs: read.flatMap((saved) => ('run' in saved ? [saved] : [])),
    single: read.flatMap((saved) => ('run' in saved ? [] : [saved])),
  }
  await giveGathered(toGive, way, io)
}

type SavedRun = { readonly run: Run; readonly file: string; readonly digests: readonly string[] }

async function readSaved(file: string): Promise<Findings | SavedRun> {
  try {
    return isOrganization(await beginningOf(file)) ? await readRun(file) : parseFindings(await readFile(file, 'utf8'))
  } catch (cause) {
    // It names the file and the line itself.
    if (cause instanceof UsageError) throw cause
    throw new UsageError(`The findings in ${file} cannot be shown: ${fileFault(cause)}.`, { cause })
  }
}

async function readRun(file: string): Promise<SavedRun> {
  const following = follow()
  const digests: string[] = []
  for await (const line of linesIn(file)) {
    following.take(line)
    if (line.kind === 'done') digests.push(line.findings.digest)
  }
  return { run: following.run(), file, digests }
}
