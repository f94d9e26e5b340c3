import type { PasswordPolicy } from '@aws-sdk/client-iam'
import { AwsError } from '../world/aws-error.ts'
import type { IamState } from './state.ts'

/** Where nobody set one: eight characters, three of the four kinds. */
const KINDS = [/[A-Z]/, /[a-z]/, /[0-9]/, /[^A-Za-z0-9]/]

/** @throws PasswordPolicyViolation */
export function checkPassword({ passwordPolicy }: IamState, password: string): void {
  const broken = passwordPolicy === undefined ? brokenByDefault(password) : brokenBy(passwordPolicy, password)
  if (broken !== undefined)
    throw new AwsError('PasswordPolicyViolation', 400, `Password does not conform to the account password policy: ${broken}.`)
}

const brokenByDefault = (password: string): string | undefined => {
  if (password.length < 8) return 'it must have at least 8 characters'
  return KINDS.filter((kind) => kind.test(password)).length < 3
    ? 'it must have three of upper case, lower case, numbers and symbols'
    : undefined
}

function brokenBy(policy: PasswordPolicy, password: string): string | undefined {
  const [upper, lower, digit, symbol] = KINDS.map((kind) => kind.test(password))
  const { MinimumPasswordLength = 6 } = policy
  const broken: readonly (readonly [boolean, string])[] = [
    [password.length < MinimumPasswordLength, `it must have at least ${MinimumPasswordLength} characters`],
    [policy.RequireUppercaseCharacters === true && upper !== true, 'it must have an upper-case letter'],
    [policy.RequireLowercaseCharacters === true && lower !== true, 'it must have a lower-case letter'],
    [policy.RequireNumbers === true && digit !== true, 'it must have a number'],
    [policy.RequireSymbols === true && symbol !== true, 'it must have a symbol'],
  ]
  return broken.find(([is]) => is)?.[1]
}
