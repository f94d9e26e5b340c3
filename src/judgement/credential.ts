import type { Instant } from './instant.ts'

/** When a credential last opened a door, as far as IAM remembers. */
export type LastUse =
  | {
      readonly kind: 'at'
      readonly instant: Instant
      /** Of an access key: for which service and in which Region, where IAM says so. */
      readonly service?: string | undefined
      readonly region?: string | undefined
    }
  | { readonly kind: 'never' }

type Life = {
  readonly created: Instant
  readonly lastUse: LastUse
  /** When this product's ledger says that the credential was given back (S1). */
  readonly restored?: Instant | undefined
}

export type Password = Life & { readonly kind: 'password' }

export type AccessKey = Life & {
  readonly kind: 'access-key'
  readonly id: string
  readonly status: 'active' | 'inactive'
}

/** A long-lived way to act as an IAM user. */
export type Credential = Password | AccessKey

/** `password`, or the id of the access key: unique within a user. */
export const credentialId = (credential: Credential): string => (credential.kind === 'password' ? 'password' : credential.id)

/** A credential that lets somebody in today, used or not. */
export const isLive = (credential: Credential): boolean => credential.kind === 'password' || credential.status === 'active'
