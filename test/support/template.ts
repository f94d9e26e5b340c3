import { parseTemplate, type Template } from '../../src/simulator/cloudformation/template.ts'
import { readTemplate, resolved } from './resolved.ts'
import { templateBody } from './system.ts'

export type Statement = { Sid?: string; Effect: string; Action: string | string[]; Resource: unknown; Condition?: unknown }

export const shippedTemplate = async (): Promise<Template> => parseTemplate(await templateBody())

const read = readTemplate(await templateBody())

export const rolesOf = ({ Resources }: Template): string[] =>
  Object.entries(Resources)
    .filter(([, { Type }]) => Type === 'AWS::IAM::Role')
    .map(([logicalId]) => logicalId)

/** The statements of a role as they are with a runbook: its own, and those of AWS::IAM::RolePolicy. */
export function statementsOf(role: string, runbook: string, parameters: Readonly<Record<string, string>> = {}): Statement[] {
  const { Resources } = resolved(read, { RemediationRunbook: runbook, ...parameters })
  return statementsWithin(policiesOf(Resources, role))
}

/** A role's policies: within it, and beside it. Not its trust. */
const policiesOf = (Resources: Template['Resources'], role: string): unknown[] => [
  Resources[role]?.Properties?.['Policies'],
  ...Object.values(Resources)
    .filter(
      ({ Type, Properties }) =>
        Type === 'AWS::IAM::RolePolicy' && JSON.stringify(Properties?.['RoleName']) === JSON.stringify({ Ref: role }),
    )
    .map(({ Properties }) => Properties?.['PolicyDocument']),
]

/** Every statement in a tree, whatever functions of CloudFormation stand around it. */
function statementsWithin(tree: unknown): Statement[] {
  if (typeof tree !== 'object' || tree === null) return []
  return 'Effect' in tree ? [tree as Statement] : Object.values(tree).flatMap((each) => statementsWithin(each))
}

const actionsOf = ({ Action }: Statement): string[] => [Action].flat()

/** Every action that a role of the template is granted with a runbook. */
export const grants = (template: Template, runbook: string): { role: string; action: string }[] =>
  rolesOf(template).flatMap((role) =>
    statementsOf(role, runbook)
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap((statement) => actionsOf(statement).map((action) => ({ role, action }))),
  )

/** The template without that grant. */
export function without(template: Template, role: string, action: string): Template {
  const copy = structuredClone(template)
  for (const statement of statementsWithin(policiesOf(copy.Resources, role)).filter(({ Effect }) => Effect === 'Allow')) {
    const rest = actionsOf(statement).filter((each) => each !== action)
    // An empty statement is none: one that allows what nobody asks for keeps its place.
    statement.Action = rest.length > 0 ? rest : ['iam:ListVirtualMFADevices']
  }
  return copy
}
