import {
  CreateDocument$,
  DeleteDocument$,
  UpdateDocument$,
  type CreateDocumentRequest,
  type DeleteDocumentRequest,
  type UpdateDocumentRequest,
} from '@aws-sdk/client-ssm'
import { AwsError } from '../world/aws-error.ts'
import { isDeeperThan } from '../world/depth.ts'
import { operation } from '../world/operation.ts'
import type { Place } from '../world/world.ts'
import { documentsOf, type AutomationDocument } from './documents.ts'
import { ownDocument } from './own-document.ts'

const DEPTH = 100

export const documentChangeOperations = [
  operation(
    CreateDocument$,
    ['Name', 'Content', 'DocumentType', 'DocumentFormat'],
    ({ Name = '', Content = '', DocumentType, DocumentFormat }: CreateDocumentRequest, { place, now }) => {
      if (!/^[\w.-]{3,128}$/.test(Name)) throw new AwsError('ValidationException', 400, `The document name ${Name} is not valid.`)
      if (DocumentType !== 'Automation')
        throw new AwsError('InvalidDocumentContent', 400, 'The simulator knows documents of the type Automation only.')
      if (documentsOf(place).has(Name)) throw new AwsError('DocumentAlreadyExists', 400, `The document ${Name} already exists.`)
      const document: AutomationDocument = {
        name: Name,
        owner: 'Self',
        versions: new Map([['1', ownDocument(Name, contentOf(Content, DocumentFormat))]]),
        defaultVersion: '1',
        created: now,
      }
      documentsOf(place).set(Name, document)
      return { DocumentDescription: description(document) }
    },
  ),
  /** The new version is there to be asked for. The default one stays what it was. */
  operation(
    UpdateDocument$,
    ['Name', 'Content', 'DocumentFormat', 'DocumentVersion'],
    ({ Name = '', Content = '', DocumentFormat, DocumentVersion }: UpdateDocumentRequest, { place }) => {
      const document = documentNamed(place, Name)
      const { size } = document.versions
      if (DocumentVersion !== '$LATEST' && DocumentVersion !== String(size))
        throw new AwsError('InvalidDocumentVersion', 400, `Only the latest version of a document is updated: $LATEST, or ${size}.`)
      const content = contentOf(Content, DocumentFormat)
      if (JSON.stringify(document.versions.get(String(size))?.content) === JSON.stringify(content))
        throw new AwsError('DuplicateDocumentContent', 400, 'The content of the association document matches another document.')
      const versions = new Map([...document.versions, [String(size + 1), ownDocument(Name, content)]])
      const updated = { ...document, versions }
      documentsOf(place).set(Name, updated)
      return { DocumentDescription: description(updated) }
    },
  ),
  operation(DeleteDocument$, ['Name'], ({ Name = '' }: DeleteDocumentRequest, { place }) => {
    documentsOf(place).delete(documentNamed(place, Name).name)
    return {}
  }),
]

/** One of the account's own. */
function documentNamed(place: Place, name: string): AutomationDocument {
  const document = documentsOf(place).get(name)
  if (document === undefined) throw new AwsError('InvalidDocument', 400, `Document with name ${name} does not exist.`)
  return document
}

/** @throws InvalidDocumentContent */
function contentOf(text: string, format = 'JSON'): object {
  if (format !== 'JSON') throw invalid('The simulator takes documents in JSON.')
  const content = parsed(text)
  if (typeof content !== 'object' || content === null) throw invalid('The content is no JSON object.')
  if (isDeeperThan(DEPTH, content)) throw invalid(`A document is nested at most ${DEPTH} deep.`)
  return content
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalid('The content is not valid JSON.')
  }
}

const description = ({ name, owner, versions, defaultVersion, created }: AutomationDocument) => ({
  Name: name,
  CreatedDate: created,
  Owner: owner,
  DocumentVersion: String(versions.size),
  LatestVersion: String(versions.size),
  DefaultVersion: defaultVersion,
  Status: 'Active' as const,
  DocumentType: 'Automation' as const,
  DocumentFormat: 'JSON' as const,
  SchemaVersion: '0.3',
})

const invalid = (message: string): AwsError => new AwsError('InvalidDocumentContent', 400, message)
