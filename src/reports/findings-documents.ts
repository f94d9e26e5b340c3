import type { Findings } from '../findings/findings.ts'
import { isFindings } from '../findings/seal.ts'
import { firstOfList } from './first-of-list.ts'

/** The document itself; of several accounts a list of them. */
export const findingsDocuments = (documents: readonly Findings[]): string =>
  JSON.stringify(documents.length === 1 ? documents[0] : documents, undefined, 2)

export const isDocuments = (text: string): boolean => isFindings(text) || isFindings(JSON.stringify(firstOfList(text) ?? null))
