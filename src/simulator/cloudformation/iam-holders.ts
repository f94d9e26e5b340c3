import * as v from 'valibot'
import { PolicyDocument_, type PolicyDocument } from '../policy/policy-document.ts'
import { call, remove, type Author } from './author.ts'

export const GONE = ['NoSuchEntity']

/** What policies stand in and are attached to. */
export type Holder = { readonly kind: 'User' | 'Group' | 'Role'; readonly name: string }

/** The properties by which a user, a group and a role say their policies. */
export const policyProperties = {
  Policies: v.optional(v.array(v.strictObject({ PolicyName: v.string(), PolicyDocument: PolicyDocument_ })), []),
  ManagedPolicyArns: v.optional(v.array(v.string()), []),
}

export type Policies = {
  readonly Policies: readonly { readonly PolicyName: string; readonly PolicyDocument: PolicyDocument }[]
  readonly ManagedPolicyArns: readonly string[]
}

export async function putPolicies(author: Author, holder: Holder, { Policies, ManagedPolicyArns }: Policies): Promise<void> {
  for (const { PolicyName, PolicyDocument } of Policies) await putPolicy(author, holder, PolicyName, PolicyDocument)
  for (const arn of ManagedPolicyArns) await attach(author, holder, arn)
}

/** Those of the resource's own properties: the ones that others put there stay. */
export async function removePolicies(author: Author, holder: Holder, { Policies, ManagedPolicyArns }: Policies): Promise<void> {
  for (const { PolicyName } of Policies) await removePolicy(author, holder, PolicyName)
  for (const arn of ManagedPolicyArns) await detach(author, holder, arn)
}

/** What of the policies before is not among those after. */
export const without = (before: Policies, after: Policies): Policies => ({
  Policies: before.Policies.filter(({ PolicyName }) => after.Policies.every((each) => each.PolicyName !== PolicyName)),
  ManagedPolicyArns: before.ManagedPolicyArns.filter((arn) => !after.ManagedPolicyArns.includes(arn)),
})

export const putPolicy = (author: Author, holder: Holder, PolicyName: string, document: PolicyDocument): Promise<undefined> =>
  call(author, `iam:Put${holder.kind}Policy`, { ...named(holder), PolicyName, PolicyDocument: JSON.stringify(document) })

export const removePolicy = (author: Author, holder: Holder, PolicyName: string): Promise<void> =>
  remove(author, `iam:Delete${holder.kind}Policy`, { ...named(holder), PolicyName }, GONE)

export const attach = (author: Author, holder: Holder, PolicyArn: string): Promise<undefined> =>
  call(author, `iam:Attach${holder.kind}Policy`, { ...named(holder), PolicyArn })

export const detach = (author: Author, holder: Holder, PolicyArn: string): Promise<void> =>
  remove(author, `iam:Detach${holder.kind}Policy`, { ...named(holder), PolicyArn }, GONE)

const named = ({ kind, name }: Holder): object => ({ [`${kind}Name`]: name })
