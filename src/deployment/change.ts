/** What a change set does to one resource. `replaced`: it is made anew, and the old one goes. */
export type Change = {
  readonly action: 'Add' | 'Modify' | 'Remove' | 'Import' | 'Dynamic'
  readonly logicalId: string
  readonly type: string
  readonly replaced: 'no' | 'yes' | 'perhaps'
}

/** A parameter, as it was and as it is to be. `was` is undefined where the stack did not have it. */
export type ParameterChange = { readonly name: string; readonly was: string | undefined; readonly is: string }
