import { InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { PARAMETERS } from '../stack/parameters.ts'

/** Which list is meant that an organization shares with its accounts: by its ARN, or as a stack has it. */
export type SharedChoice = { readonly sharedExclusions?: string | undefined; readonly stackName?: string | undefined }

export const sharedExclusions = new Option(
  '--shared-exclusions <arn>',
  'SSM parameter with the list that your organization shares, read besides (default: that of --stack-name, else none)',
).argParser(arnOfParameter)

function arnOfParameter(text: string): string {
  if (text === '' || !new RegExp(PARAMETERS.SharedExclusionsArn.pattern).test(text))
    throw new InvalidArgumentError('It must be the whole ARN of an SSM parameter, arn:aws:ssm:REGION:ACCOUNT:parameter/NAME.')
  return text
}
