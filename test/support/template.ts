import { parseTemplate, type Template } from '../../src/simulator/cloudformation/template.ts'
import { templateBody } from './system.ts'

type Statement = { Sid?: string; Effect: string; Action: string | string[]; Resource: unknown; Condition?: unknown }

type RoleProperties = { Policies?: { PolicyDocument: { Statement: Statement[] } }[] }

export const shippedTemplate = async (): Promise<Template> => parseTemplate(await templateBody())

export const rolesOf = ({ Resources }: Template): string[] =>
  Object.entries(Resources)
    .filter(([, { Type }]) => Type === 'AWS::IAM::Role')
    .map(([logicalId]) => logicalId)

export const statementsOf = ({ Resources }: Template, role: string): Statement[] =>
  ((Resources[role]?.Properties as RoleProperties | undefined)?.Policies ?? []).flatMap(({ PolicyDocument }) => PolicyDocument.Statement)

const actionsOf = ({ Action }: Statement): string[] => [Action].flat()

/** Every action that a role of the template is granted. */
export const grants = (template: Template): { role: string; action: string }[] =>
  rolesOf(template).flatMap((role) =>
    statementsOf(template, role)
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap((statement) => actionsOf(statement).map((action) => ({ role, action }))),
  )

/** The template without that grant. */
export function without(template: Template, role: string, action: string): Template {
  const copy = structuredClone(template)
  for (const { PolicyDocument } of (copy.Resources[role]?.Properties as RoleProperties | undefined)?.Policies ?? []) {
    for (const statement of PolicyDocument.Statement)
      if (statement.Effect === 'Allow') statement.Action = actionsOf(statement).filter((each) => each !== action)
    PolicyDocument.Statement = PolicyDocument.Statement.filter(({ Action }) => Action.length > 0)
  }
  return copy
}
