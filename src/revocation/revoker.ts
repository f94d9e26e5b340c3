/** How AWS took a change: done; there is nothing (any more) to change; refused, so nothing was done; or nobody can tell. */
export type Taken = { readonly kind: 'done' | 'absent' } | { readonly kind: 'refused' | 'unknown'; readonly why: string }

/** What must be possible in an account to revoke. Nothing here rejects: a refusal is an answer. */
export interface Revoker {
  deactivateKey(userName: string, id: string): Promise<Taken>
  deletePassword(userName: string): Promise<Taken>
}
