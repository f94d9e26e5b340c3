import type { Member, Organization, Unit } from '../world/organization.ts'

export const shownAccount = (organization: Organization, { id, name, email, status, method, joined, unitId }: Member) => ({
  Id: id,
  Arn: organization.arn(`account/${organization.id}/${id}`),
  Name: name,
  Email: email,
  Status: status,
  State: status,
  Paths: [`${organization.pathOf(unitId)}${id}/`],
  JoinedMethod: method,
  JoinedTimestamp: joined,
})

export const shownUnit = (organization: Organization, { id, name }: Unit) => ({
  Id: id,
  Arn: organization.arn(`ou/${organization.id}/${id}`),
  Name: name,
  Path: organization.pathOf(id),
})
