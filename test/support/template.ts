import { parseTemplate, type Template } from '../../src/simulator/cloudformation/template.ts'
import { templateBody } from './system.ts'

export type Statement = { Sid?: string; Effect: string; Action: string | string[]; Resource: unknown; Condition?: unknown }

type Document = { Statement: Statement[] }
type Policies = { PolicyDocument: Document }[]

export const shippedTemplate = async (): Promise<Template> => parseTemplate(await templateBody())

export const rolesOf = ({ Resources }: Template): string[] =>
  Object.entries(Resources)
    .filter(([, { Type }]) => Type === 'AWS::IAM::Role')
    .map(([logicalId]) => logicalId)

/** The policies of a role as they are with a runbook: its own, and those of AWS::IAM::RolePolicy. */
function documentsOf({ Resources }: Template, role: string, runbook: string): Document[] {
  const own = chosen(Object(Resources[role]?.Properties)['Policies'] ?? [], runbook) as Policies
  const attached = Object.values(Resources).filter(
    ({ Type, Condition, Properties }) =>
      Type === 'AWS::IAM::RolePolicy' &&
      JSON.stringify(Object(Properties)['RoleName']) === JSON.stringify({ Ref: role }) &&
      Condition !== 'TellsPeople' &&
      (runbook === 'Guarded' || Condition !== 'UsesGuardedRunbook'),
  )
  return [
    ...own.map(({ PolicyDocument }) => PolicyDocument),
    ...attached.map(({ Properties }) => Object(Properties)['PolicyDocument'] as Document),
  ]
}

/** `{ Fn::If: [UsesGuardedRunbook, yes, no] }` as it is with a runbook. */
function chosen(value: unknown, runbook: string): unknown {
  const branches: unknown = Object(value)['Fn::If']
  if (!Array.isArray(branches)) return value
  return runbook === 'Guarded' ? branches[1] : branches[2]
}

export const statementsOf = (template: Template, role: string, runbook: string): Statement[] =>
  documentsOf(template, role, runbook).flatMap(({ Statement: all }) => all)

const actionsOf = ({ Action }: Statement): string[] => [Action].flat()

/** Every action that a role of the template is granted with a runbook. */
export const grants = (template: Template, runbook: string): { role: string; action: string }[] =>
  rolesOf(template)
    .filter((role) => runbook === 'Guarded' || role !== 'RevokingRole')
    .flatMap((role) =>
      statementsOf(template, role, runbook)
        .filter(({ Effect }) => Effect === 'Allow')
        .flatMap((statement) => actionsOf(statement).map((action) => ({ role, action }))),
    )

/** The template without that grant. */
export function without(template: Template, role: string, action: string, runbook: string): Template {
  const copy = structuredClone(template)
  for (const document of documentsOf(copy, role, runbook)) {
    for (const statement of document.Statement)
      if (statement.Effect === 'Allow') statement.Action = actionsOf(statement).filter((each) => each !== action)
    // An empty policy is none: one that allows what nobody asks for keeps its place.
    for (const statement of document.Statement) if (statement.Action.length === 0) statement.Action = ['iam:ListVirtualMFADevices']
  }
  return copy
}
