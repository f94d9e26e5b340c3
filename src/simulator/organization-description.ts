import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { AccountError } from './account-error.ts'
import { PolicyDocument_ } from './policy/policy-document.ts'
import { Organization, type Member, type Unit } from './world/organization.ts'
import type { World } from './world/world.ts'

/** AWS nests units so deep. */
const LEVELS = 5

const policyNames = v.optional(v.array(v.string()), [])

/** A unit of an organization as an account file has it. */
export type UnitDescription = {
  readonly name: string
  readonly id?: string | undefined
  readonly policies?: string[] | undefined
  readonly units?: UnitDescription[] | undefined
}

const unitName = v.pipe(v.string(), v.regex(/^[^/]{1,128}$/, 'expected a name of 1 to 128 characters without a slash'))
const unitId = v.pipe(v.string(), v.regex(/^ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$/, 'expected the id of a unit, such as ou-root-12345678'))

const Unit_: v.GenericSchema<UnitDescription> = v.strictObject({
  name: unitName,
  id: v.optional(unitId),
  policies: v.optional(v.array(v.string())),
  units: v.optional(v.array(v.lazy(() => Unit_))),
})

/** The organization of a description: its tree of units, and the service control policies that units and accounts name. */
export const Organization_ = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^o-[a-z0-9]{10,32}$/, 'expected the id of an organization, such as o-exampleorg1')),
  managementAccount: v.pipe(v.string(), v.regex(/^\d{12}$/, 'expected an account id of 12 digits')),
  units: v.optional(v.array(Unit_), []),
  /** Of the root. */
  policies: policyNames,
  serviceControlPolicies: v.optional(v.record(v.string(), PolicyDocument_), {}),
})

/** What an account of an organization may say besides. */
export const membership = {
  email: v.optional(v.string()),
  /** Its unit, by the names from the top: `Workloads/Production`. Left out: the root. */
  unit: v.optional(v.string()),
  status: v.optional(v.picklist(['ACTIVE', 'SUSPENDED']), 'ACTIVE'),
  /** So long after the start it joins. */
  joins: v.optional(v.pipe(v.string(), v.regex(/^\d{1,5}[mhd]$/, 'expected a time after the start such as 10d'))),
  policies: policyNames,
}

const Membership = v.object({ id: v.string(), name: v.optional(v.string()), ...membership })

type Described = v.InferOutput<typeof Membership>

/** An account that joins later. */
export type Joiner = { readonly member: Omit<Member, 'joined'>; readonly joins: string }

/** Make the organization that is described; who joins later is given back. @throws AccountError */
export function loadOrganization(
  world: World,
  description: v.InferInput<typeof Organization_>,
  accounts: readonly object[],
): readonly Joiner[] {
  const { id, managementAccount, units, policies, serviceControlPolicies } = v.parse(Organization_, description)
  const root: Unit = { id: `r-${id.slice(2, 6)}`, name: 'Root', parentId: undefined, policies }
  const organization = new Organization({
    id,
    managementAccountId: managementAccount,
    units: [root, ...unitsBelow(root, units, [])],
    policies: new Map(Object.entries(serviceControlPolicies)),
  })
  const described = accounts.map((account) => v.parse(Membership, account))
  check(organization, described)
  world.organization = organization
  const joiners: Joiner[] = []
  for (const account of described) {
    const member = memberOf(organization, account)
    if (account.joins === undefined) organization.members.set(account.id, { ...member, joined: world.clock.now() })
    else joiners.push({ member, joins: account.joins })
  }
  return joiners
}

function unitsBelow(parent: Unit, units: readonly UnitDescription[], path: readonly string[]): readonly Unit[] {
  if (units.length > 0 && path.length >= LEVELS) throw new AccountError(`organization: units are nested at most ${LEVELS} deep.`)
  const names = units.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new AccountError(`organization: ${[...path, twice].join('/')} is there twice.`)
  return units.flatMap(({ name, id, policies = [], units: below = [] }) => {
    const whole = [...path, name]
    const unit = { id: id ?? idOf(parent, whole), name, parentId: parent.id, policies }
    return [unit, ...unitsBelow(unit, below, whole)]
  })
}

/** The same in every run. */
function idOf(parent: Unit, path: readonly string[]): string {
  const [, root] = parent.id.split('-')
  return `ou-${root}-${createHash('sha256').update(path.join('/')).digest('hex').slice(0, 8)}`
}

function check({ managementAccountId, units, policies }: Organization, accounts: readonly Described[]): void {
  const management = accounts.find(({ id }) => id === managementAccountId)
  if (management === undefined) throw new AccountError(`organization.managementAccount: ${managementAccountId} is not among the accounts.`)
  if (management.status === 'SUSPENDED' || management.joins !== undefined)
    throw new AccountError(`organization.managementAccount: ${managementAccountId} must be active from the start.`)
  for (const { policies: names } of [...units.values(), ...accounts])
    for (const name of names)
      if (!policies.has(name)) throw new AccountError(`policies: there is no ${name} among the organization's serviceControlPolicies.`)
}

function memberOf(organization: Organization, { id, name = id, email, unit, status, policies }: Described): Omit<Member, 'joined'> {
  const unitId_ = unit === undefined ? organization.root.id : unitByPath(organization, unit)?.id
  if (unitId_ === undefined) throw new AccountError(`accounts (${id}): there is no unit ${unit} in the organization.`)
  const method = id === organization.managementAccountId ? 'INVITED' : 'CREATED'
  return { id, name, email: email ?? `account-${id}@example.com`, method, policies, unitId: unitId_, status }
}

/** A unit by the names from the top, or by its id. */
export const unitByPath = (organization: Organization, path: string): Unit | undefined =>
  [...organization.units.values()].find(
    ({ id }) =>
      id === path ||
      organization
        .lineOf(id)
        .slice(1)
        .map(({ name }) => name)
        .join('/') === path,
  )
