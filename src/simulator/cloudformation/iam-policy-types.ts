import type { CreatePolicyResponse, ListPolicyVersionsResponse } from '@aws-sdk/client-iam'
import * as v from 'valibot'
import { AwsError } from '../world/aws-error.ts'
import { PolicyDocument_ } from '../policy/policy-document.ts'
import { call, orTakeAway, remove, type Author } from './author.ts'
import { attach, detach, GONE, putPolicy, removePolicy, type Holder } from './iam-holders.ts'
import { read } from './properties.ts'
import type { Properties, ResourceType } from './resource-type.ts'

const names = v.optional(v.array(v.string()), [])

const holders = { Users: names, Groups: names, Roles: names }

type Holders = { readonly [Kind in keyof typeof holders]: readonly string[] }

const holdersIn = ({ Users, Groups, Roles }: Holders): readonly Holder[] => [
  ...Users.map((name) => ({ kind: 'User' as const, name })),
  ...Groups.map((name) => ({ kind: 'Group' as const, name })),
  ...Roles.map((name) => ({ kind: 'Role' as const, name })),
]

const isIn = (holder: Holder, all: readonly Holder[]): boolean => all.some(({ kind, name }) => kind === holder.kind && name === holder.name)

const Policy_ = v.strictObject({ PolicyName: v.string(), PolicyDocument: PolicyDocument_, ...holders })

type PolicyProperties = v.InferOutput<typeof Policy_>

function policyProperties(properties: Properties): PolicyProperties {
  const wanted = read('AWS::IAM::Policy', Policy_, properties)
  if (holdersIn(wanted).length === 0) throw new AwsError('ValidationError', 400, 'At least one of [Groups,Roles,Users] must be non-empty.')
  return wanted
}

/** A policy that stands in users, groups and roles itself. */
const policy: ResourceType = {
  attributes: ['Id'],
  identifiers: ['Id'],
  replacedBy: [],
  create: async (author, properties, { uniqueName }) => {
    const wanted = policyProperties(properties)
    await orTakeAway(
      () => putIntoAll(author, wanted),
      () => removeFrom(author, holdersIn(wanted), wanted.PolicyName),
    )
    const physicalId = uniqueName(128)
    return { physicalId, attributes: { Id: physicalId } }
  },
  update: async (author, properties, present) => {
    const [wanted, before] = [policyProperties(properties), policyProperties(present.properties)]
    await putIntoAll(author, wanted)
    const left = holdersIn(before).filter((holder) => wanted.PolicyName !== before.PolicyName || !isIn(holder, holdersIn(wanted)))
    await removeFrom(author, left, before.PolicyName)
    return present
  },
  remove: (author, { properties }) => {
    const { PolicyName, ...rest } = policyProperties(properties)
    return removeFrom(author, holdersIn(rest), PolicyName)
  },
}

async function putIntoAll(author: Author, wanted: PolicyProperties): Promise<void> {
  for (const holder of holdersIn(wanted)) await putPolicy(author, holder, wanted.PolicyName, wanted.PolicyDocument)
}

async function removeFrom(author: Author, all: readonly Holder[], policyName: string): Promise<void> {
  for (const holder of all) await removePolicy(author, holder, policyName)
}

const ManagedPolicy_ = v.strictObject({
  ManagedPolicyName: v.optional(v.string()),
  Path: v.optional(v.string(), '/'),
  Description: v.optional(v.string()),
  PolicyDocument: PolicyDocument_,
  ...holders,
})

const managedProperties = (properties: Properties) => read('AWS::IAM::ManagedPolicy', ManagedPolicy_, properties)

const managedPolicy: ResourceType = {
  attributes: ['PolicyArn', 'PolicyId'],
  identifiers: ['PolicyArn'],
  replacedBy: ['ManagedPolicyName', 'Path', 'Description'],
  customName: 'ManagedPolicyName',
  create: async (author, properties, { uniqueName }) => {
    const { ManagedPolicyName: PolicyName = uniqueName(128), Path, Description, PolicyDocument, ...rest } = managedProperties(properties)
    const asked = { PolicyName, Path, Description, PolicyDocument: JSON.stringify(PolicyDocument) }
    const { Policy } = await call<CreatePolicyResponse>(author, 'iam:CreatePolicy', asked)
    const PolicyArn = Policy?.Arn ?? ''
    await orTakeAway(
      () => attachToAll(author, PolicyArn, holdersIn(rest)),
      () => removeManaged(author, PolicyArn, holdersIn(rest)),
    )
    return { physicalId: PolicyArn, attributes: { PolicyArn, PolicyId: Policy?.PolicyId ?? '' } }
  },
  update: async (author, properties, present) => {
    const [wanted, before] = [managedProperties(properties), managedProperties(present.properties)]
    const PolicyArn = present.physicalId
    if (JSON.stringify(wanted.PolicyDocument) !== JSON.stringify(before.PolicyDocument)) {
      await makeRoom(author, PolicyArn)
      const PolicyDocument = JSON.stringify(wanted.PolicyDocument)
      await call(author, 'iam:CreatePolicyVersion', { PolicyArn, PolicyDocument, SetAsDefault: true })
    }
    await attachToAll(author, PolicyArn, holdersIn(wanted))
    for (const holder of holdersIn(before)) if (!isIn(holder, holdersIn(wanted))) await detach(author, holder, PolicyArn)
    return present
  },
  remove: (author, { physicalId, properties }) => removeManaged(author, physicalId, holdersIn(managedProperties(properties))),
}

async function attachToAll(author: Author, arn: string, all: readonly Holder[]): Promise<void> {
  for (const holder of all) await attach(author, holder, arn)
}

const MOST_VERSIONS = 5

/** There are five versions at most: the oldest one goes that is not the default. */
async function makeRoom(author: Author, PolicyArn: string): Promise<void> {
  const { Versions = [] } = await call<ListPolicyVersionsResponse>(author, 'iam:ListPolicyVersions', { PolicyArn })
  const oldest = Versions.findLast(({ IsDefaultVersion }) => IsDefaultVersion !== true)
  if (Versions.length >= MOST_VERSIONS && oldest !== undefined)
    await call(author, 'iam:DeletePolicyVersion', { PolicyArn, VersionId: oldest.VersionId })
}

async function removeManaged(author: Author, PolicyArn: string, all: readonly Holder[]): Promise<void> {
  for (const holder of all) await detach(author, holder, PolicyArn)
  const { Versions = [] } = await call<ListPolicyVersionsResponse>(author, 'iam:ListPolicyVersions', { PolicyArn })
  for (const { VersionId, IsDefaultVersion } of Versions)
    if (IsDefaultVersion !== true) await remove(author, 'iam:DeletePolicyVersion', { PolicyArn, VersionId }, GONE)
  await remove(author, 'iam:DeletePolicy', { PolicyArn }, GONE)
}

export const iamPolicyTypes = { 'AWS::IAM::Policy': policy, 'AWS::IAM::ManagedPolicy': managedPolicy }
