import { makeFilterable } from './filter.ts'
import { makeSortable } from './sort.ts'

// Everything is in the page already. Without this script it is read as it is; with it headings sort and controls filter.
for (const table of document.querySelectorAll<HTMLElement>('.table:has(> .sortable)')) {
  makeSortable(table)
  makeFilterable(table)
}
