/** Rows of the body, in their order of now. */
export const rowsOf = (table: ParentNode): readonly HTMLTableRowElement[] => [
  ...table.querySelectorAll<HTMLTableRowElement>(':scope > table > tbody > tr'),
]
