import type { Place } from '../world/world.ts'

export type Properties = Readonly<Record<string, unknown>>

/** A resource as it stands: what Ref gives, and what GetAtt gives. */
export type Provisioned = { readonly physicalId: string; readonly attributes: Readonly<Record<string, string>> }

export type Naming = { readonly logicalId: string; readonly stackName: string; readonly uniqueName: (maximum: number) => string }

/** How CloudFormation makes, changes and removes one type of resource. */
export type ResourceType = {
  /** Properties whose change calls for a new resource. */
  readonly replacedBy: readonly string[]
  /** Those that call for one depending on what is asked for. */
  readonly replacedAlsoBy?: (after: Properties) => readonly string[]
  /** The property by which its author may name it. What bears such a name cannot be replaced. */
  readonly customName?: string
  readonly create: (place: Place, properties: Properties, naming: Naming) => Provisioned
  readonly update: (place: Place, properties: Properties, present: Provisioned) => Provisioned | Promise<Provisioned>
  readonly remove: (place: Place, present: Provisioned) => void | Promise<void>
  /** Whether IAM must be acknowledged: `CAPABILITY_IAM`, or with a custom name `CAPABILITY_NAMED_IAM`. */
  readonly capability?: (properties: Properties) => 'CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM'
}
