import { validationError } from '../world/aws-error.ts'
import type { Place } from '../world/world.ts'
import { stacksOf, type Output, type Stack } from './state.ts'

export type Export = { readonly name: string; readonly value: string; readonly stack: Stack }

/** What the stacks of a Region export to one another. */
export const exportsOf = (place: Place): readonly Export[] =>
  [...stacksOf(place).values()].flatMap((stack) =>
    stack.status === 'DELETE_COMPLETE'
      ? []
      : stack.outputs.flatMap(({ exportName, value }) => (exportName === undefined ? [] : [{ name: exportName, value, stack }])),
  )

/** @throws ValidationError */
export function importedValue(place: Place, name: string): string {
  const found = exportsOf(place).find((each) => each.name === name)
  if (found === undefined) throw validationError(`No export named ${name} found`)
  return found.value
}

/** The stacks that use an export. */
export const importersOf = (place: Place, name: string): readonly Stack[] =>
  [...stacksOf(place).values()].filter(({ status, imports }) => status !== 'DELETE_COMPLETE' && imports.has(name))

/** Whether a stack may have these outputs from now on. @throws ValidationError where another one has the name, or somebody uses what would go or change */
export function checkExports(place: Place, stack: Stack, after: readonly Output[]): void {
  for (const { exportName } of after) {
    const other = exportsOf(place).find((each) => each.name === exportName && each.stack !== stack)
    if (other !== undefined) throw validationError(`Export with name ${exportName} is already exported by stack ${other.stack.name}`)
  }
  for (const { name, value, stack: owner } of exportsOf(place)) {
    const [user] = owner === stack ? importersOf(place, name) : []
    const stays = after.find(({ exportName }) => exportName === name)
    if (user !== undefined && stays?.value !== value)
      throw validationError(`Export ${name} cannot be ${stays === undefined ? 'deleted' : 'updated'} as it is in use by ${user.name}`)
  }
}
