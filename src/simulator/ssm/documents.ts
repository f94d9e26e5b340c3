import { DescribeDocument$, GetDocument$, ListDocuments$, type DescribeDocumentRequest, type GetDocumentRequest } from '@aws-sdk/client-ssm'
import { AwsError } from '../aws-error.ts'
import { operation } from '../operation.ts'
import { revokeUnusedCredentials } from './revoke-unused-credentials.ts'

/** What a runbook's script has at hand. `ask` makes a call under the role that the automation assumed. */
export type Script = {
  readonly parameters: Readonly<Record<string, string>>
  readonly now: () => Date
  readonly ask: <Answer>(operation: string, input: object) => Promise<Answer>
  readonly requestId: () => string
}

type ParameterRule = { readonly pattern: RegExp; readonly default?: string }

export type AutomationDocument = {
  readonly name: string
  readonly owner: string
  readonly versions: readonly string[]
  readonly description: string
  readonly parameters: Readonly<Record<string, ParameterRule>>
  /** The parameter that names the role to assume. */
  readonly assumeRole: string
  readonly step: { readonly name: string; readonly action: string; readonly timeoutSeconds: number }
  readonly run: (script: Script) => Promise<unknown>
}

const DOCUMENTS: readonly AutomationDocument[] = [revokeUnusedCredentials]

export const documentOperations = [
  operation(ListDocuments$, () => ({ DocumentIdentifiers: DOCUMENTS.map((document) => summary(document)) })),
  operation(DescribeDocument$, ({ Name = '', DocumentVersion }: DescribeDocumentRequest) => {
    const document = findDocument(Name)
    const Parameters = Object.entries(document.parameters).map(([name, rule]) => ({
      Name: name,
      Type: 'String' as const,
      DefaultValue: rule.default,
    }))
    const version = resolveVersion(document, DocumentVersion)
    return {
      Document: {
        ...summary(document),
        DocumentVersion: version,
        Description: document.description,
        Parameters,
        Status: 'Active' as const,
      },
    }
  }),
  operation(GetDocument$, ({ Name = '', DocumentVersion }: GetDocumentRequest) => {
    const document = findDocument(Name)
    const Content = JSON.stringify(content(document), undefined, 2)
    return {
      Name,
      DocumentVersion: resolveVersion(document, DocumentVersion),
      Status: 'Active' as const,
      Content,
      DocumentType: 'Automation' as const,
      DocumentFormat: 'JSON' as const,
    }
  }),
]

/** @throws AutomationDefinitionNotFoundException */
export function findDocument(name: string): AutomationDocument {
  const document = DOCUMENTS.find((each) => each.name === name)
  if (document === undefined) throw new AwsError('AutomationDefinitionNotFoundException', 400, `Document with name ${name} does not exist.`)
  return document
}

/** @throws AutomationDefinitionVersionNotFoundException */
export function resolveVersion({ name, versions }: AutomationDocument, asked = '$DEFAULT'): string {
  const version = asked === '$DEFAULT' || asked === '$LATEST' ? versions.at(-1) : versions.find((each) => each === asked)
  if (version === undefined)
    throw new AwsError('AutomationDefinitionVersionNotFoundException', 400, `Document ${name} has no version ${asked}.`)
  return version
}

const summary = ({ name, owner, versions }: AutomationDocument) => ({
  Name: name,
  Owner: owner,
  PlatformTypes: ['Windows' as const, 'Linux' as const, 'MacOS' as const],
  DocumentVersion: versions.at(-1),
  DocumentType: 'Automation' as const,
  SchemaVersion: '0.3',
  DocumentFormat: 'JSON' as const,
  Tags: [],
})

const content = ({ description, parameters, assumeRole, step }: AutomationDocument) => ({
  schemaVersion: '0.3',
  description: `${description} (The simulator's stand-in: the script is not shown.)`,
  assumeRole: `{{ ${assumeRole} }}`,
  parameters: Object.fromEntries(
    Object.entries(parameters).map(([name, rule]) => [
      name,
      { type: 'String', default: rule.default, allowedPattern: rule.pattern.source },
    ]),
  ),
  mainSteps: [{ name: step.name, action: step.action, timeoutSeconds: step.timeoutSeconds, isEnd: true }],
  outputs: [`${step.name}.Output`],
})
