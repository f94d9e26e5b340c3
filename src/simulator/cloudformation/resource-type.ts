import type { Author } from './author.ts'

export type Properties = Readonly<Record<string, unknown>>

/** What Ref gives of a resource, and what GetAtt gives. */
export type Provisioned = { readonly physicalId: string; readonly attributes: Readonly<Record<string, string>> }

/** A resource as it stands, and the properties that it was made from. */
export type Present = Provisioned & { readonly properties: Properties }

export type Naming = {
  readonly uniqueName: (maximum: number) => string
  /** Parameters of SSM do not tell their stack. */
  readonly parameterName: string
}

/** How CloudFormation makes, changes and removes one type of resource: by calls in the author's name. */
export type ResourceType = {
  /** What GetAtt gives. */
  readonly attributes: readonly string[]
  /** What identifies one that is there already. */
  readonly identifiers: readonly string[]
  /** Properties whose change calls for a new resource. */
  readonly replacedBy: readonly string[]
  /** Those that call for one depending on what is asked for. */
  readonly replacedAlsoBy?: (after: Properties) => readonly string[]
  /** The property by which its author may name it. What bears such a name cannot be replaced. */
  readonly customName?: string
  readonly create: (author: Author, properties: Properties, naming: Naming) => Promise<Provisioned>
  readonly update: (author: Author, properties: Properties, present: Present) => Promise<Provisioned>
  readonly remove: (author: Author, present: Present) => Promise<void>
}
