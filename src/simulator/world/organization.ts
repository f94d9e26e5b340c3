import type { PolicyDocument } from '../policy/policy-document.ts'

/** A root or an organizational unit; only the root has no parent. */
export type Unit = {
  readonly id: string
  readonly name: string
  readonly parentId: string | undefined
  readonly policies: readonly string[]
}

export type Member = {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly joined: Date
  readonly method: 'CREATED' | 'INVITED'
  /** Names of service control policies. */
  readonly policies: readonly string[]
  unitId: string
  status: 'ACTIVE' | 'SUSPENDED'
}

type Facts = {
  readonly id: string
  readonly managementAccountId: string
  readonly units: readonly Unit[]
  /** Service control policies by name. */
  readonly policies: ReadonlyMap<string, PolicyDocument>
}

/** An organization with all features: its tree, whose accounts it has, which of AWS's services it trusts. */
export class Organization {
  readonly id: string
  readonly managementAccountId: string
  readonly policies: ReadonlyMap<string, PolicyDocument>
  readonly units: ReadonlyMap<string, Unit>
  readonly members = new Map<string, Member>()
  /** Service principals with trusted access, since when. */
  readonly trusted = new Map<string, Date>()
  /** By service principal: accounts that act for the management account, since when. */
  readonly delegated = new Map<string, Map<string, Date>>()

  constructor({ id, managementAccountId, units, policies }: Facts) {
    this.id = id
    this.managementAccountId = managementAccountId
    this.policies = policies
    this.units = new Map(units.map((unit) => [unit.id, unit]))
  }

  get root(): Unit {
    const root = [...this.units.values()].find(({ parentId }) => parentId === undefined)
    if (root === undefined) throw new Error('An organization has a root.')
    return root
  }

  /** The units from the root down to this one. */
  lineOf(unitId: string): readonly Unit[] {
    const unit = this.units.get(unitId)
    if (unit === undefined) return []
    return [...(unit.parentId === undefined ? [] : this.lineOf(unit.parentId)), unit]
  }

  /** `o-…/r-…/ou-…/`: the unit in its organization, as the condition key aws:PrincipalOrgPaths has it. */
  pathOf(unitId: string): string {
    return `${[this.id, ...this.lineOf(unitId).map(({ id }) => id)].join('/')}/`
  }

  /** The accounts in any of these units, at whatever depth. */
  membersBelow(unitIds: readonly string[]): readonly Member[] {
    return [...this.members.values()].filter(({ unitId }) => this.lineOf(unitId).some(({ id }) => unitIds.includes(id)))
  }

  isDelegated(accountId: string, service?: string): boolean {
    return [...this.delegated].some(([principal, accounts]) => (service === undefined || principal === service) && accounts.has(accountId))
  }

  arn(resource: string): string {
    return `arn:aws:organizations::${this.managementAccountId}:${resource}`
  }

  get ownArn(): string {
    return this.arn(`organization/${this.id}`)
  }
}
