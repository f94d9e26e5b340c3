import type { Findings } from '../findings/findings.ts'
import { findingsAsff, isAsff } from './findings-asff.ts'
import { findingsCsv, isCsv } from './findings-csv.ts'
import { findingsDocuments, isDocuments } from './findings-documents.ts'
import { findingsHtml, isHtml } from './findings-html.ts'
import { findingsOcsf, isOcsf } from './findings-ocsf.ts'
import { findingsTable, isTable } from './findings-table.ts'
import type { FormatName } from './format-names.ts'
import type { View } from './view.ts'

export type Format = {
  readonly render: (documents: readonly Findings[], view: View) => string
  /** Whether a file holds what this format makes, and so may be replaced. */
  readonly recognizes: (text: string) => boolean
}

export const FORMATS: Readonly<Record<FormatName, Format>> = {
  table: { render: findingsTable, recognizes: isTable },
  csv: { render: findingsCsv, recognizes: isCsv },
  json: { render: findingsDocuments, recognizes: isDocuments },
  html: { render: (documents) => findingsHtml(documents), recognizes: isHtml },
  ocsf: { render: findingsOcsf, recognizes: isOcsf },
  asff: { render: findingsAsff, recognizes: isAsff },
}

/** Whether a file is one of ours, in any format. */
export const isReport = (text: string): boolean => Object.values(FORMATS).some(({ recognizes }) => recognizes(text))
