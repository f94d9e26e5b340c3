import type { Template } from './template-shape.ts'

/** Types whose making must be acknowledged, and the property that makes it a custom name. */
const IAM_TYPES: ReadonlyMap<string, string | undefined> = new Map([
  ['AWS::IAM::AccessKey', undefined],
  ['AWS::IAM::Group', 'GroupName'],
  ['AWS::IAM::GroupPolicy', undefined],
  ['AWS::IAM::InstanceProfile', 'InstanceProfileName'],
  ['AWS::IAM::ManagedPolicy', 'ManagedPolicyName'],
  ['AWS::IAM::Policy', undefined],
  ['AWS::IAM::Role', 'RoleName'],
  ['AWS::IAM::RolePolicy', undefined],
  ['AWS::IAM::User', 'UserName'],
  ['AWS::IAM::UserPolicy', undefined],
  ['AWS::IAM::UserToGroupAddition', undefined],
])

/** What must be acknowledged to make a template's resources: CAPABILITY_NAMED_IAM holds the other one. */
export function neededCapabilities({ Resources }: Template): readonly ('CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM')[] {
  const ofIam = Object.values(Resources).filter(({ Type }) => IAM_TYPES.has(Type))
  if (ofIam.length === 0) return []
  const isNamed = ofIam.some(({ Type, Properties = {} }) => Object.hasOwn(Properties, IAM_TYPES.get(Type) ?? ''))
  return [isNamed ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM']
}

/** The types that call for it. */
export const typesOfIam = ({ Resources }: Template): readonly string[] => [
  ...new Set(Object.values(Resources).flatMap(({ Type }) => (IAM_TYPES.has(Type) ? [Type] : []))),
]
