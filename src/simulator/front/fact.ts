/** Of a text or a list the least and the greatest length, of a number the least and the greatest value; and what a text must be like. */
export type Fact = {
  readonly min?: number
  readonly max?: number
  readonly pattern?: string
  readonly values?: readonly string[]
  /** What is given is not repeated. */
  readonly sensitive?: boolean
}

/** The facts of a service by name; and of each operation, which of them hold for what in its input. */
export type Constraints = {
  readonly facts: Readonly<Record<string, Fact>>
  readonly operations: Readonly<Record<string, Readonly<Record<string, string>>>>
}
