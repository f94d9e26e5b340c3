/** What is looked at with: so many columns, perhaps in colours. */
export type View = { readonly columns: number; readonly colours: boolean }
