/** An account as its organization lists it. `state`: ACTIVE, or why nobody can work in it. */
export type ListedAccount = { readonly id: string; readonly name: string; readonly state: string }
