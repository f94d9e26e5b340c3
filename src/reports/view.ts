/** What is looked at with: so many columns, perhaps in colours. */
export type View = { readonly columns: number; readonly colours: boolean }

/** A file is not a terminal, and is read in places of any width. */
export const IN_FILES: View = { columns: 160, colours: false }
