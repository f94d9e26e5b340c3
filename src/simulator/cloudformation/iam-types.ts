import type { CreateRoleResponse, GetRoleResponse, Role } from '@aws-sdk/client-iam'
import * as v from 'valibot'
import { PolicyDocument_, type PolicyDocument } from '../policy/policy-document.ts'
import { call, orTakeAway, remove, type Author } from './author.ts'
import { read } from './properties.ts'
import type { Present, Properties, Provisioned, ResourceType } from './resource-type.ts'

const GONE = ['NoSuchEntity']

const Role_ = v.strictObject({
  RoleName: v.optional(v.string()),
  Path: v.optional(v.string(), '/'),
  Description: v.optional(v.string()),
  AssumeRolePolicyDocument: PolicyDocument_,
  Policies: v.optional(v.array(v.strictObject({ PolicyName: v.string(), PolicyDocument: PolicyDocument_ })), []),
  ManagedPolicyArns: v.optional(v.array(v.string()), []),
})

type RoleProperties = v.InferOutput<typeof Role_>

const roleProperties = (properties: Properties): RoleProperties => read('AWS::IAM::Role', Role_, properties)

const role: ResourceType = {
  attributes: ['Arn', 'RoleId'],
  identifiers: ['RoleName'],
  replacedBy: ['RoleName', 'Path'],
  customName: 'RoleName',
  create: async (author, properties, { uniqueName }) => {
    const wanted = roleProperties(properties)
    const { RoleName = uniqueName(64), Path, Description, AssumeRolePolicyDocument } = wanted
    const { Role } = await call<CreateRoleResponse>(author, 'iam:CreateRole', {
      RoleName,
      Path,
      Description,
      AssumeRolePolicyDocument: JSON.stringify(AssumeRolePolicyDocument),
    })
    await orTakeAway(
      () => putPolicies(author, RoleName, wanted),
      () => removeRole(author, RoleName, wanted),
    )
    return provisioned(Role)
  },
  update: async (author, properties, { physicalId: RoleName, properties: before }) => {
    const wanted = roleProperties(properties)
    const { Description, AssumeRolePolicyDocument } = wanted
    if (Description !== before['Description']) await call(author, 'iam:UpdateRole', { RoleName, Description: Description ?? '' })
    await call(author, 'iam:UpdateAssumeRolePolicy', { RoleName, PolicyDocument: JSON.stringify(AssumeRolePolicyDocument) })
    await putPolicies(author, RoleName, wanted)
    await removePolicies(author, RoleName, without(roleProperties(before), wanted))
    return provisioned((await call<GetRoleResponse>(author, 'iam:GetRole', { RoleName })).Role)
  },
  remove: (author, { physicalId, properties }) => removeRole(author, physicalId, roleProperties(properties)),
}

const provisioned = (made: Role | undefined): Provisioned => ({
  physicalId: made?.RoleName ?? '',
  attributes: { Arn: made?.Arn ?? '', RoleId: made?.RoleId ?? '' },
})

type Policies = Pick<RoleProperties, 'Policies' | 'ManagedPolicyArns'>

async function putPolicies(author: Author, RoleName: string, { Policies, ManagedPolicyArns }: Policies): Promise<void> {
  for (const { PolicyName, PolicyDocument } of Policies) await putPolicy(author, RoleName, PolicyName, PolicyDocument)
  for (const PolicyArn of ManagedPolicyArns) await call(author, 'iam:AttachRolePolicy', { RoleName, PolicyArn })
}

const putPolicy = (author: Author, RoleName: string, PolicyName: string, PolicyDocument: PolicyDocument): Promise<undefined> =>
  call(author, 'iam:PutRolePolicy', { RoleName, PolicyName, PolicyDocument: JSON.stringify(PolicyDocument) })

/** Those of the role's own properties: the ones that others put there stay. */
async function removePolicies(author: Author, RoleName: string, { Policies, ManagedPolicyArns }: Policies): Promise<void> {
  for (const { PolicyName } of Policies) await remove(author, 'iam:DeleteRolePolicy', { RoleName, PolicyName }, GONE)
  for (const PolicyArn of ManagedPolicyArns) await remove(author, 'iam:DetachRolePolicy', { RoleName, PolicyArn }, GONE)
}

const without = (before: Policies, after: Policies): Policies => ({
  Policies: before.Policies.filter(({ PolicyName }) => after.Policies.every((each) => each.PolicyName !== PolicyName)),
  ManagedPolicyArns: before.ManagedPolicyArns.filter((arn) => !after.ManagedPolicyArns.includes(arn)),
})

async function removeRole(author: Author, RoleName: string, policies: Policies): Promise<void> {
  await removePolicies(author, RoleName, policies)
  await remove(author, 'iam:DeleteRole', { RoleName }, GONE)
}

const RolePolicy_ = v.strictObject({ PolicyName: v.string(), RoleName: v.string(), PolicyDocument: PolicyDocument_ })

const rolePolicy: ResourceType = {
  attributes: [],
  identifiers: [],
  replacedBy: ['PolicyName', 'RoleName'],
  create: (author, properties) => provisionPolicy(author, properties),
  update: (author, properties) => provisionPolicy(author, properties),
  remove: (author, { properties: { RoleName, PolicyName } }: Present) =>
    remove(author, 'iam:DeleteRolePolicy', { RoleName, PolicyName }, GONE),
}

async function provisionPolicy(author: Author, properties: Properties): Promise<Provisioned> {
  const { PolicyName, RoleName, PolicyDocument } = read('AWS::IAM::RolePolicy', RolePolicy_, properties)
  await putPolicy(author, RoleName, PolicyName, PolicyDocument)
  return { physicalId: `${RoleName}|${PolicyName}`, attributes: {} }
}

export const iamTypes = { 'AWS::IAM::Role': role, 'AWS::IAM::RolePolicy': rolePolicy }
