import { AwsError } from '../world/aws-error.ts'
import { perRegion, type Place } from '../world/world.ts'
import type { Table } from './table.ts'

/** By name. */
export const tablesOf = perRegion(() => new Map<string, Table>())

/** A table by its name or its ARN. */
export const tableNamed = (place: Place, nameOrArn: string): Table | undefined =>
  tablesOf(place).get(nameOrArn) ?? [...tablesOf(place).values()].find(({ definition }) => definition.arn === nameOrArn)

/** @throws ResourceNotFoundException */
export function findTable(place: Place, nameOrArn = ''): Table {
  const table = tableNamed(place, nameOrArn)
  if (table === undefined) throw new AwsError('ResourceNotFoundException', 400, 'Requested resource not found')
  return table
}
