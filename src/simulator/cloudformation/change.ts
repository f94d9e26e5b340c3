import type { ResourceChangeDetail } from '@aws-sdk/client-cloudformation'

/** What would become of one resource, and why. */
export type Change = {
  readonly action: 'Add' | 'Modify' | 'Remove'
  readonly logicalId: string
  readonly type: string
  readonly physicalId?: string
  readonly replacement?: 'True' | 'False' | 'Conditional'
  readonly policy?: 'Delete' | 'Retain' | 'ReplaceAndDelete' | 'ReplaceAndRetain' | undefined
  /** The properties before and after, as far as they are known. */
  readonly before?: object
  readonly after?: object
  readonly details: readonly ResourceChangeDetail[]
  /** As far as values are known, why they change. */
  readonly valueDetails?: readonly ResourceChangeDetail[]
}
