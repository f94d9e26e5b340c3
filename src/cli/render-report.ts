import { readFile } from 'node:fs/promises'
import type { Findings } from '../findings/findings.ts'
import { parseFindings } from '../findings/seal.ts'
import { give, type Way } from './give.ts'
import { messageOf } from '../text/message-of.ts'
import { UsageError, type Io } from './io.ts'

/** @throws UsageError for a file that holds no findings, or edited ones, and for the same findings twice */
export async function renderReport(files: readonly string[], way: Way, io: Io): Promise<void> {
  const documents = await Promise.all(files.map((file) => readFindings(file)))
  const twice = documents.findIndex(({ digest }, index) => documents.findIndex((other) => other.digest === digest) < index)
  if (twice >= 0) throw new UsageError(`The findings of ${files[twice]} are named twice: every sum would count them twice.`)
  await give(documents, way, io)
}

async function readFindings(file: string): Promise<Findings> {
  try {
    return parseFindings(await readFile(file, 'utf8'))
  } catch (cause) {
    throw new UsageError(`The findings in ${file} cannot be shown: ${messageOf(cause)}.`, { cause })
  }
}
