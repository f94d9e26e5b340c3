import type { CreateRoleResponse, GetRoleResponse, Role } from '@aws-sdk/client-iam'
import * as v from 'valibot'
import { PolicyDocument_ } from '../policy/policy-document.ts'
import { call, orTakeAway, remove, type Author } from './author.ts'
import {
  GONE,
  policyProperties,
  putPolicies,
  putPolicy,
  removePolicies,
  removePolicy,
  without,
  type Holder,
  type Policies,
} from './iam-holders.ts'
import { iamPolicyTypes } from './iam-policy-types.ts'
import { iamUserTypes } from './iam-user-types.ts'
import { read } from './properties.ts'
import type { Present, Properties, Provisioned, ResourceType } from './resource-type.ts'

const Role_ = v.strictObject({
  RoleName: v.optional(v.string()),
  Path: v.optional(v.string(), '/'),
  Description: v.optional(v.string()),
  AssumeRolePolicyDocument: PolicyDocument_,
  PermissionsBoundary: v.optional(v.string()),
  ...policyProperties,
})

type RoleProperties = v.InferOutput<typeof Role_>

const roleProperties = (properties: Properties): RoleProperties => read('AWS::IAM::Role', Role_, properties)

const roleNamed = (name: string): Holder => ({ kind: 'Role', name })

const role: ResourceType = {
  attributes: ['Arn', 'RoleId'],
  identifiers: ['RoleName'],
  replacedBy: ['RoleName', 'Path'],
  customName: 'RoleName',
  create: async (author, properties, { uniqueName }) => {
    const wanted = roleProperties(properties)
    const { RoleName = uniqueName(64), Path, Description, AssumeRolePolicyDocument, PermissionsBoundary } = wanted
    const { Role } = await call<CreateRoleResponse>(author, 'iam:CreateRole', {
      RoleName,
      Path,
      Description,
      PermissionsBoundary,
      AssumeRolePolicyDocument: JSON.stringify(AssumeRolePolicyDocument),
    })
    await orTakeAway(
      () => putPolicies(author, roleNamed(RoleName), wanted),
      () => removeRole(author, RoleName, wanted),
    )
    return provisioned(Role)
  },
  update: async (author, properties, { physicalId: RoleName, properties: before }) => {
    const wanted = roleProperties(properties)
    const { Description, AssumeRolePolicyDocument, PermissionsBoundary } = wanted
    if (Description !== before['Description']) await call(author, 'iam:UpdateRole', { RoleName, Description: Description ?? '' })
    await call(author, 'iam:UpdateAssumeRolePolicy', { RoleName, PolicyDocument: JSON.stringify(AssumeRolePolicyDocument) })
    if (PermissionsBoundary !== undefined) await call(author, 'iam:PutRolePermissionsBoundary', { RoleName, PermissionsBoundary })
    else if (before['PermissionsBoundary'] !== undefined) await call(author, 'iam:DeleteRolePermissionsBoundary', { RoleName })
    await putPolicies(author, roleNamed(RoleName), wanted)
    await removePolicies(author, roleNamed(RoleName), without(roleProperties(before), wanted))
    return provisioned((await call<GetRoleResponse>(author, 'iam:GetRole', { RoleName })).Role)
  },
  remove: (author, { physicalId, properties }) => removeRole(author, physicalId, roleProperties(properties)),
}

const provisioned = (made: Role | undefined): Provisioned => ({
  physicalId: made?.RoleName ?? '',
  attributes: { Arn: made?.Arn ?? '', RoleId: made?.RoleId ?? '' },
})

async function removeRole(author: Author, RoleName: string, policies: Policies): Promise<void> {
  await removePolicies(author, roleNamed(RoleName), policies)
  await remove(author, 'iam:DeleteRole', { RoleName }, GONE)
}

const RolePolicy_ = v.strictObject({ PolicyName: v.string(), RoleName: v.string(), PolicyDocument: PolicyDocument_ })

const rolePolicy: ResourceType = {
  attributes: [],
  identifiers: ['PolicyName', 'RoleName'],
  replacedBy: ['PolicyName', 'RoleName'],
  create: (author, properties) => provisionPolicy(author, properties),
  update: (author, properties) => provisionPolicy(author, properties),
  remove: (author, { properties: { RoleName, PolicyName } }: Present) =>
    removePolicy(author, roleNamed(String(RoleName)), String(PolicyName)),
}

async function provisionPolicy(author: Author, properties: Properties): Promise<Provisioned> {
  const { PolicyName, RoleName, PolicyDocument } = read('AWS::IAM::RolePolicy', RolePolicy_, properties)
  await putPolicy(author, roleNamed(RoleName), PolicyName, PolicyDocument)
  return { physicalId: `${RoleName}|${PolicyName}`, attributes: {} }
}

export const iamTypes = { 'AWS::IAM::Role': role, 'AWS::IAM::RolePolicy': rolePolicy, ...iamUserTypes, ...iamPolicyTypes }
