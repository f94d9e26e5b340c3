import * as v from 'valibot'
import type { Place } from '../world/world.ts'
import { ownDocument } from '../ssm/own-document.ts'
import { read } from './properties.ts'
import type { Properties, Provisioned, ResourceType } from './resource-type.ts'
import { documentsOf } from '../ssm/documents.ts'

const Document = v.object({
  Name: v.optional(v.string()),
  DocumentType: v.literal('Automation'),
  DocumentFormat: v.optional(v.picklist(['JSON', 'YAML'])),
  UpdateMethod: v.optional(v.picklist(['Replace', 'NewVersion']), 'Replace'),
  Content: v.record(v.string(), v.unknown()),
})

/** A document that is changed is replaced, and so named anew, unless its UpdateMethod is NewVersion. */
export const ssmDocument: ResourceType = {
  replacedBy: ['Name', 'DocumentType'],
  replacedAlsoBy: ({ UpdateMethod }) => (UpdateMethod === 'NewVersion' ? [] : ['Content', 'DocumentFormat']),
  customName: 'Name',
  create: (place, properties, { uniqueName }) => {
    const { Name = uniqueName(128), Content } = read('AWS::SSM::Document', Document, properties)
    documentsOf(place).set(Name, {
      name: Name,
      owner: 'Self',
      versions: new Map([['1', ownDocument(Name, Content)]]),
      defaultVersion: '1',
    })
    return { physicalId: Name, attributes: {} }
  },
  update: (place, properties, present) => addVersion(place, properties, present),
  remove: (place, { physicalId }) => void documentsOf(place).delete(physicalId),
}

/** The new version is there to be asked for. The default one stays what it was. */
function addVersion(place: Place, properties: Properties, present: Provisioned): Provisioned {
  const { Content } = read('AWS::SSM::Document', Document, properties)
  const documents = documentsOf(place)
  const document = documents.get(present.physicalId)
  const last = [...(document?.versions.values() ?? [])].at(-1)
  if (document === undefined || JSON.stringify(last?.content) === JSON.stringify(Content)) return present
  const version = String(document.versions.size + 1)
  const versions = new Map([...document.versions, [version, ownDocument(document.name, Content)]])
  documents.set(document.name, { ...document, versions })
  return present
}
