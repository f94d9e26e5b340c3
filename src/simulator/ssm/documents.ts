import { DescribeDocument$, GetDocument$, ListDocuments$, type DescribeDocumentRequest, type GetDocumentRequest } from '@aws-sdk/client-ssm'
import type { Aws } from '../aws.ts'
import { AwsError } from '../aws-error.ts'
import { operation } from '../operation.ts'
import { revokeUnusedCredentials } from './revoke-unused-credentials.ts'

/** What a runbook's script has at hand. `ask` makes a call under the role that the automation assumed. */
export type Script = {
  readonly parameters: Readonly<Record<string, string>>
  readonly now: () => Date
  readonly ask: <Answer>(operation: string, input: object) => Promise<Answer>
  readonly requestId: () => string
  /** Run a function as the role, and take its answer. Rejects where the function fails. */
  readonly invoke: (functionName: string, payload: object) => Promise<unknown>
  readonly executionId: string
}

type ParameterRule = { readonly pattern: string; readonly default?: string }

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
  /** What the document says, where it is the account's own. */
  readonly content?: object
}

/** Documents that AWS owns. Those of the account are in `aws.documents`. */
const AWS_OWNED: readonly AutomationDocument[] = [revokeUnusedCredentials]

export const documentOperations = [
  operation(ListDocuments$, (_input: object, { aws }) => ({
    DocumentIdentifiers: [...AWS_OWNED, ...aws.documents.values()].map((document) => summary(document)),
  })),
  operation(DescribeDocument$, ({ Name = '', DocumentVersion }: DescribeDocumentRequest, { aws }) => {
    const document = findDocument(aws, Name)
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
  operation(GetDocument$, ({ Name = '', DocumentVersion }: GetDocumentRequest, { aws }) => {
    const document = findDocument(aws, Name)
    const Content = JSON.stringify(document.content ?? standIn(document), undefined, 2)
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
export function findDocument({ documents }: Aws, name: string): AutomationDocument {
  const document = documents.get(name) ?? AWS_OWNED.find((each) => each.name === name)
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

const standIn = ({ description, parameters, assumeRole, step }: AutomationDocument) => ({
  schemaVersion: '0.3',
  description: `${description} (The simulator's stand-in: the script is not shown.)`,
  assumeRole: `{{ ${assumeRole} }}`,
  parameters: Object.fromEntries(
    Object.entries(parameters).map(([name, rule]) => [name, { type: 'String', default: rule.default, allowedPattern: rule.pattern }]),
  ),
  mainSteps: [{ name: step.name, action: step.action, timeoutSeconds: step.timeoutSeconds, isEnd: true }],
  outputs: [`${step.name}.Output`],
})
