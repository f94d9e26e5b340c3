import { isLimit } from '../judgement/limit.ts'

export type Settings = {
  readonly exclusionParameter: string
  /** The parameter with the list that an organization shares, by its ARN; empty for none. */
  readonly sharedExclusionsArn: string
  readonly ruleName: string
  /** Name of the ledger's table. */
  readonly ledgerTable: string
  readonly limitDays: number
  readonly weekly: boolean
  readonly brakePercent: number
  /** The role that the guarded runbook revokes with; empty without it. */
  readonly revokingRoleArn: string
  /** Where people are told; empty for nowhere. */
  readonly topicArn: string
  readonly warningDays: number
  /** Version of the package, and the sha256 of the function's code before it was minified. */
  readonly release: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** Read the function's environment, as the template sets it. @throws Error naming the variable that is missing or out of range */
export function parseSettings(environment: Environment): Settings {
  return {
    exclusionParameter: variable('EXCLUDED_USERS_PARAMETER'),
    sharedExclusionsArn: environment['SHARED_EXCLUSIONS_ARN'] ?? '',
    ruleName: variable('RULE_NAME'),
    ledgerTable: variable('LEDGER_TABLE'),
    limitDays: Number(variable('MAX_CREDENTIAL_AGE', (value) => isLimit(wholeNumber(value)))),
    weekly: variable('EVALUATION_FREQUENCY') === 'Seven_Days',
    revokingRoleArn: environment['REVOKING_ROLE_ARN'] ?? '',
    topicArn: environment['NOTIFICATION_TOPIC_ARN'] ?? '',
    warningDays: Number(variable('WARNING_DAYS', (value) => wholeNumber(value) >= 0)),
    brakePercent: Number(variable('BRAKE_PERCENT', (value) => wholeNumber(value) >= 1 && wholeNumber(value) <= 100)),
    release: variable('RELEASE'),
  }

  function variable(name: string, fits: (value: string) => boolean = () => true): string {
    const value = environment[name]
    if (value === undefined || value === '' || !fits(value))
      throw new Error(`The environment variable ${name} of this function is ${value ?? 'missing'}. Deploy the stack again to set it.`)
    return value
  }
}

const wholeNumber = (value: string): number => (/^\d+$/.test(value) ? Number(value) : Number.NaN)
