import type { DocumentKeyValuesFilter } from '@aws-sdk/client-ssm'
import { AwsError } from '../world/aws-error.ts'
import { own } from '../world/own.ts'

/** A document as filters look at it. */
type Looked = { readonly name: string; readonly owner: 'Amazon' | 'Self' }

type Test = (document: Looked, value: string) => boolean

const OWNERS: Readonly<Record<string, (owner: Looked['owner']) => boolean>> = {
  All: () => true,
  Amazon: (owner) => owner === 'Amazon',
  Public: (owner) => owner === 'Amazon',
  Self: (owner) => owner === 'Self',
  Private: (owner) => owner === 'Self',
  ThirdParty: () => false,
}

/** All are automations here, for every platform. */
const TESTS: Readonly<Record<string, Test>> = {
  Name: ({ name }, value) => name.startsWith(value),
  Owner: ({ owner }, value) => own(OWNERS, value)?.(owner) ?? false,
  DocumentType: (_document, value) => value === 'Automation',
  PlatformTypes: (_document, value) => ['Windows', 'Linux', 'MacOS'].includes(value),
  SearchKeyword: ({ name }, value) => name.toLowerCase().includes(value.toLowerCase()),
}

/** Whether a document passes all filters; the values of one are alternatives. @throws InvalidFilterKey */
export const passes = (document: Looked, filters: readonly DocumentKeyValuesFilter[]): boolean =>
  filters.every(({ Key = '', Values = [] }) => {
    const test = own(TESTS, Key)
    if (test === undefined) throw new AwsError('InvalidFilterKey', 400, `The simulator does not know the filter ${Key}.`)
    return Values.some((value) => test(document, value))
  })
