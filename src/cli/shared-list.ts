import { InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { describeError } from '../aws/errors.ts'
import { functionVariable } from '../aws/function-variable.ts'
import type { Session } from '../aws/session.ts'
import { PARAMETERS } from '../stack/parameters.ts'
import { RULE } from './names.ts'
import { namedStack, sharedListIn } from './named-stack.ts'

/** Which list is meant that an organization shares with its accounts: by its ARN, none on purpose, or as a stack has it; else the one that the rule itself goes by. */
export type SharedChoice = { readonly sharedExclusions?: string | undefined; readonly stackName?: string | undefined }

/** The list that holds in an account; its `arn` is undefined where none does. */
export type SharedList = { readonly kind: 'known'; readonly arn: string | undefined } | { readonly kind: 'unknown'; readonly why: string }

export const sharedExclusions = new Option(
  '--shared-exclusions <arn>',
  'SSM parameter with the list that your organization shares, read besides',
).argParser(arnOfParameter)

const NONE = 'none'

export const sharedExclusionsOrNone = new Option(
  '--shared-exclusions <arn>',
  `SSM parameter with the list that your organization shares, read besides; "${NONE}" for none (default: that of --stack-name, else the one that the rule's function goes by)`,
).argParser((text) => (text === NONE ? text : arnOfParameter(text)))

function arnOfParameter(text: string): string {
  if (text === '' || !new RegExp(PARAMETERS.SharedExclusionsArn.pattern).test(text))
    throw new InvalidArgumentError('It must be the whole ARN of an SSM parameter, arn:aws:ssm:REGION:ACCOUNT:parameter/NAME.')
  return text
}

/** What the template calls the rule's function, whatever the stack is called, and the variable that tells it. */
const FUNCTION = `${RULE}-function`
const VARIABLE = 'SHARED_EXCLUSIONS_ARN'

/** The shared list that is meant. @throws UsageError where the stack that is named is not there */
export async function sharedListOf({ sharedExclusions: said, stackName }: SharedChoice, session?: Session): Promise<SharedList> {
  if (said !== undefined) return { kind: 'known', arn: said === NONE ? undefined : said }
  if (stackName !== undefined) return { kind: 'known', arn: sharedListIn(await namedStack(stackName, session)) }
  try {
    return { kind: 'known', arn: (await functionVariable(FUNCTION, VARIABLE, session)) || undefined }
  } catch (error) {
    return { kind: 'unknown', why: describeError(error) }
  }
}

/** What is said where it is unknown, and what to do. */
export const unknownSharedList = (why: string): string =>
  `Whether a shared exclusion list holds here is unknown: the function ${FUNCTION}, which names it, could not be read (${why}). Grant lambda:GetFunctionConfiguration on it, or say --shared-exclusions with the ARN, or "${NONE}".`
