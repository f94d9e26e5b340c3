import {
  GetTemplate$,
  GetTemplateSummary$,
  ListExports$,
  ListImports$,
  ValidateTemplate$,
  type GetTemplateInput,
  type GetTemplateSummaryInput,
  type ListExportsInput,
  type ListImportsInput,
  type ValidateTemplateInput,
} from '@aws-sdk/client-cloudformation'
import { validationError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import type { Place } from '../world/world.ts'
import { neededCapabilities, typesOfIam } from './capabilities.ts'
import { requireChangeSet } from './change-sets.ts'
import { exportsOf, importersOf } from './exports.ts'
import { page } from './paging.ts'
import { given } from './plan.ts'
import { offered } from './resource-types.ts'
import { requireStack } from './stacks.ts'
import { parseTemplate, type Template } from './template.ts'

/** What templates say, and what stacks export. Types of resources that are not offered here are no matter. */
export const templateOperations = [
  operation(GetTemplate$, ['StackName', 'ChangeSetName', 'TemplateStage'], ({ StackName, ChangeSetName }: GetTemplateInput, { place }) => ({
    TemplateBody: planToShow(place, StackName, ChangeSetName).templateBody,
    StagesAvailable: ['Original' as const, 'Processed' as const],
  })),
  operation(GetTemplateSummary$, ['TemplateBody', 'TemplateURL', 'StackName'], (input: GetTemplateSummaryInput, { place }) => {
    const { capabilities, ...rest } = summary(templateOf(place, input))
    return { ...rest, ...capabilities }
  }),
  operation(ValidateTemplate$, ['TemplateBody', 'TemplateURL'], (input: ValidateTemplateInput, { place }) => {
    const { Description, Parameters, capabilities } = summary(parsed(place, input))
    const shown = Parameters.map(({ ParameterConstraints: _, ParameterType: __, ...parameter }) => parameter)
    return { Description, Parameters: shown, ...capabilities }
  }),
  operation(ListExports$, ['NextToken'], ({ NextToken }: ListExportsInput, { place }) => {
    const { items, rest } = page(exportsOf(place), { NextToken })
    return { Exports: items.map(({ name, value, stack }) => ({ ExportingStackId: stack.id, Name: name, Value: value })), ...rest }
  }),
  operation(ListImports$, ['ExportName', 'NextToken'], ({ ExportName = '', NextToken }: ListImportsInput, { place }) => {
    const importers = importersOf(place, ExportName)
    if (importers.length === 0) throw validationError(`Export '${ExportName}' is not imported by any stack.`)
    const { items, rest } = page(importers, { NextToken })
    return { Imports: items.map(({ name }) => name), ...rest }
  }),
]

function planToShow(place: Place, stackName: string | undefined, changeSetName: string | undefined) {
  if (changeSetName === undefined && stackName === undefined)
    throw validationError('StackName is required if ChangeSetName is not specified.')
  if (changeSetName === undefined) return requireStack(place, stackName).plan
  if (stackName === undefined && !changeSetName.startsWith('arn:')) throw validationError('StackName is a required parameter.')
  return requireChangeSet(place, changeSetName, stackName).changeSet.plan
}

function templateOf(place: Place, { StackName, TemplateBody, TemplateURL }: GetTemplateSummaryInput): Template {
  if (StackName === undefined) return parsed(place, { TemplateBody, TemplateURL })
  const { status, plan } = requireStack(place, StackName)
  if (status === 'REVIEW_IN_PROGRESS') throw validationError('GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.')
  return plan.template
}

function parsed(place: Place, text: Parameters<typeof given>[1]): Template {
  const { templateBody, maximum } = given(place, text)
  return parseTemplate(templateBody, maximum)
}

function summary(template: Template) {
  const Capabilities = [...neededCapabilities(template)]
  const types = [...new Set(Object.values(template.Resources).map(({ Type }) => Type))]
  const CapabilitiesReason = `The following resource(s) require capabilities: [${typesOfIam(template).join(', ')}]`
  return {
    Description: template.Description,
    Parameters: Object.entries(template.Parameters ?? {}).map(([ParameterKey, definition]) => ({
      ParameterKey,
      DefaultValue: definition.Default === undefined ? undefined : String(definition.Default),
      ParameterType: definition.Type,
      NoEcho: definition.NoEcho ?? false,
      Description: definition.Description,
      ParameterConstraints: definition.AllowedValues === undefined ? {} : { AllowedValues: definition.AllowedValues.map(String) },
    })),
    capabilities: Capabilities.length === 0 ? {} : { Capabilities, CapabilitiesReason },
    ResourceTypes: types,
    Version: '2010-09-09',
    Metadata: template.Metadata === undefined ? undefined : JSON.stringify(template.Metadata),
    ResourceIdentifierSummaries: types.map((type) => identifiers(template, type)),
  }
}

function identifiers({ Resources }: Template, ResourceType: string) {
  const LogicalResourceIds = Object.keys(Resources).filter((logicalId) => Resources[logicalId]?.Type === ResourceType)
  const known = offered(ResourceType)?.identifiers ?? []
  return { ResourceType, LogicalResourceIds, ...(known.length === 0 ? {} : { ResourceIdentifiers: [...known] }) }
}
