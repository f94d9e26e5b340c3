import * as v from 'valibot'
import { call, isRefusal, remove, type Author } from './author.ts'
import { read } from './properties.ts'
import type { Properties, Provisioned, ResourceType } from './resource-type.ts'

const Parameter_ = v.strictObject({
  Name: v.optional(v.string()),
  Type: v.picklist(['String', 'StringList']),
  Value: v.string(),
  Description: v.optional(v.string()),
  AllowedPattern: v.optional(v.string()),
  Tier: v.optional(v.picklist(['Standard', 'Advanced', 'Intelligent-Tiering'])),
})

const parameter: ResourceType = {
  attributes: ['Type', 'Value'],
  identifiers: ['Name'],
  replacedBy: ['Name'],
  create: (author, properties, { parameterName }) => provisionParameter(author, properties, parameterName, false),
  update: (author, properties, { physicalId }) => provisionParameter(author, properties, physicalId, true),
  remove: (author, { physicalId }) => remove(author, 'ssm:DeleteParameter', { Name: physicalId }, ['ParameterNotFound']),
}

async function provisionParameter(author: Author, properties: Properties, name: string, Overwrite: boolean): Promise<Provisioned> {
  const { Name = name, Type, Value, ...rest } = read('AWS::SSM::Parameter', Parameter_, properties)
  await call(author, 'ssm:PutParameter', { Name, Type, Value, ...rest, Overwrite })
  return { physicalId: Name, attributes: { Type, Value } }
}

const Document_ = v.strictObject({
  Name: v.optional(v.string()),
  DocumentType: v.literal('Automation'),
  DocumentFormat: v.optional(v.picklist(['JSON', 'YAML'])),
  UpdateMethod: v.optional(v.picklist(['Replace', 'NewVersion']), 'Replace'),
  Content: v.record(v.string(), v.unknown()),
})

/** A document that is changed is replaced, and so named anew, unless its UpdateMethod is NewVersion. */
const document: ResourceType = {
  attributes: [],
  identifiers: ['Name'],
  replacedBy: ['Name', 'DocumentType'],
  replacedAlsoBy: ({ UpdateMethod }) => (UpdateMethod === 'NewVersion' ? [] : ['Content', 'DocumentFormat']),
  customName: 'Name',
  create: async (author, properties, { uniqueName }) => {
    const { Name = uniqueName(128), DocumentType, Content } = read('AWS::SSM::Document', Document_, properties)
    await call(author, 'ssm:CreateDocument', { Name, DocumentType, DocumentFormat: 'JSON', Content: JSON.stringify(Content) })
    return { physicalId: Name, attributes: {} }
  },
  update: async (author, properties, present) => {
    const { Content } = read('AWS::SSM::Document', Document_, properties)
    await addVersion(author, present.physicalId, JSON.stringify(Content))
    return present
  },
  remove: (author, { physicalId }) => remove(author, 'ssm:DeleteDocument', { Name: physicalId }, ['InvalidDocument']),
}

/** Where the content is what it was, there is nothing to add. */
async function addVersion(author: Author, Name: string, Content: string): Promise<void> {
  try {
    await call(author, 'ssm:UpdateDocument', { Name, Content, DocumentFormat: 'JSON', DocumentVersion: '$LATEST' })
  } catch (error) {
    if (!isRefusal(error, ['DuplicateDocumentContent'])) throw error
  }
}

export const ssmTypes = { 'AWS::SSM::Parameter': parameter, 'AWS::SSM::Document': document }
