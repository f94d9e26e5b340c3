/** Rows of the body, in their order of now. */
export const rowsOf = (table: ParentNode): readonly HTMLTableRowElement[] => [
  ...table.querySelectorAll<HTMLTableRowElement>(':scope > table > tbody > tr'),
]

/** How many there are, without a look at each. */
export const countRows = (table: ParentNode): number => groupsOf(table).reduce((sum, { rows }) => sum + rows.length, 0)

/** Rows stand in groups, which are laid out as they come into sight. */
export const groupsOf = (table: ParentNode): readonly HTMLTableSectionElement[] => [
  ...table.querySelectorAll<HTMLTableSectionElement>(':scope > table > tbody'),
]

/** Tell each group how many of its rows are shown: what is out of sight takes as much room as they would. */
export function measureGroups(table: ParentNode): void {
  for (const group of groupsOf(table)) {
    const shown = [...group.rows].filter(({ hidden }) => !hidden).length
    group.hidden = shown === 0
    group.style.setProperty('--rows', String(shown))
  }
}
