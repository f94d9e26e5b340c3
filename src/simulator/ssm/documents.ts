import {
  DescribeDocument$,
  GetDocument$,
  ListDocuments$,
  type DescribeDocumentRequest,
  type GetDocumentRequest,
  type ListDocumentsRequest,
} from '@aws-sdk/client-ssm'
import { passes } from './document-filters.ts'
import { page } from './paging.ts'
import { perRegion, type Place } from '../world/world.ts'
import { AwsError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { revokeUnusedCredentials } from './revoke-unused-credentials.ts'
import type { Runbook } from './runbook.ts'

export type AutomationDocument = {
  readonly name: string
  readonly owner: 'Amazon' | 'Self'
  /** By version, oldest first. */
  readonly versions: ReadonlyMap<string, Runbook>
  readonly defaultVersion: string
  readonly created: Date
}

/** So many on a page, where nobody asks otherwise. */
const PAGE = 50

/** Documents that AWS owns. Those of the account are in `aws.documents`. */
const AWS_OWNED: readonly AutomationDocument[] = [
  {
    name: 'AWSConfigRemediation-RevokeUnusedIAMUserCredentials',
    owner: 'Amazon',
    versions: new Map(['1', '2', '3', '4', '5'].map((version) => [version, revokeUnusedCredentials])),
    defaultVersion: '5',
    created: new Date('2020-10-22T00:00:00Z'),
  },
]

export const documentOperations = [
  operation(ListDocuments$, ['DocumentFilterList', 'Filters', 'MaxResults', 'NextToken'], (request: ListDocumentsRequest, { place }) => {
    const { DocumentFilterList = [], Filters = [] } = request
    const older = DocumentFilterList.map(({ key, value = '' }) => ({ Key: key, Values: [value] }))
    const meant = [...AWS_OWNED, ...documentsOf(place).values()].filter((document) => passes(document, [...Filters, ...older]))
    const { items, rest } = page(meant, request, PAGE)
    return { DocumentIdentifiers: items.map((document) => summary(document)), ...rest }
  }),
  operation(DescribeDocument$, ['Name', 'DocumentVersion'], ({ Name = '', DocumentVersion }: DescribeDocumentRequest, { place }) => {
    const document = findDocument(place, Name)
    const { version, runbook } = resolveVersion(document, DocumentVersion)
    const Parameters = Object.entries(runbook.parameters).map(([name, rule]) => ({
      Name: name,
      Type: 'String' as const,
      DefaultValue: rule.default,
    }))
    return {
      Document: {
        ...summary(document),
        DocumentVersion: version,
        Description: runbook.description,
        Parameters,
        DefaultVersion: document.defaultVersion,
        LatestVersion: latest(document),
        Status: 'Active' as const,
      },
    }
  }),
  operation(GetDocument$, ['Name', 'DocumentVersion'], ({ Name = '', DocumentVersion }: GetDocumentRequest, { place }) => {
    const document = findDocument(place, Name)
    const { version, runbook } = resolveVersion(document, DocumentVersion)
    const Content = JSON.stringify(runbook.content ?? standIn(runbook), undefined, 2)
    return {
      Name,
      CreatedDate: document.created,
      DocumentVersion: version,
      Status: 'Active' as const,
      Content,
      DocumentType: 'Automation' as const,
      DocumentFormat: 'JSON' as const,
    }
  }),
]

/** @throws AwsError with this code */
export function findDocument(place: Place, name: string, code = 'InvalidDocument'): AutomationDocument {
  const document = documentsOf(place).get(name) ?? AWS_OWNED.find((each) => each.name === name)
  if (document === undefined) throw new AwsError(code, 400, `Document with name ${name} does not exist.`)
  return document
}

/** @throws AwsError with this code */
export function resolveVersion(
  document: AutomationDocument,
  asked = '$DEFAULT',
  code = 'InvalidDocumentVersion',
): { readonly version: string; readonly runbook: Runbook } {
  const version = asked === '$DEFAULT' ? document.defaultVersion : asked === '$LATEST' ? latest(document) : asked
  const runbook = document.versions.get(version)
  if (runbook === undefined) throw new AwsError(code, 400, `Document ${document.name} has no version ${asked}.`)
  return { version, runbook }
}

const latest = ({ versions }: AutomationDocument): string => [...versions.keys()].at(-1) ?? ''

const summary = ({ name, owner, defaultVersion, created }: AutomationDocument) => ({
  Name: name,
  CreatedDate: created,
  Owner: owner,
  PlatformTypes: ['Windows' as const, 'Linux' as const, 'MacOS' as const],
  DocumentVersion: defaultVersion,
  DocumentType: 'Automation' as const,
  SchemaVersion: '0.3',
  DocumentFormat: 'JSON' as const,
  Tags: [],
})

const standIn = ({ description, parameters, assumeRole, steps, outputs }: Runbook) => ({
  schemaVersion: '0.3',
  description: `${description} (The simulator's stand-in: the script is not shown.)`,
  assumeRole: `{{ ${assumeRole} }}`,
  parameters: Object.fromEntries(
    Object.entries(parameters).map(([name, rule]) => [name, { type: 'String', default: rule.default, allowedPattern: rule.pattern }]),
  ),
  mainSteps: steps.map(({ name, action, timeoutSeconds, isEnd }) => ({ name, action, timeoutSeconds, isEnd })),
  outputs,
})

/** Documents of the account, by name. */
export const documentsOf = perRegion(() => new Map<string, AutomationDocument>())
