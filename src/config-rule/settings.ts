import * as v from 'valibot'
import { isLimit } from '../judgement/limit.ts'

/** The function's environment, as the template sets it. */
const Environment = v.object({
  EXCLUDED_USERS_PARAMETER: v.pipe(v.string(), v.nonEmpty()),
  MAX_CREDENTIAL_AGE: v.pipe(v.string(), v.digits(), v.transform(Number), v.check(isLimit)),
  EVALUATION_FREQUENCY: v.picklist(['One_Hour', 'Three_Hours', 'Six_Hours', 'Twelve_Hours', 'TwentyFour_Hours', 'Seven_Days']),
  BRAKE_PERCENT: v.pipe(v.string(), v.digits(), v.transform(Number), v.minValue(1), v.maxValue(100)),
})

export type Settings = {
  readonly exclusionParameter: string
  readonly limitDays: number
  readonly weekly: boolean
  readonly brakePercent: number
}

/** @throws Error naming the variable that is missing or out of range */
export function parseSettings(environment: unknown): Settings {
  const parsed = v.safeParse(Environment, environment)
  if (!parsed.success) {
    const [issue] = parsed.issues
    const variable = v.getDotPath(issue) ?? ''
    throw new Error(`The environment variable ${variable} of this function is ${issue.received}. Deploy the stack again to set it.`)
  }
  const { EXCLUDED_USERS_PARAMETER, MAX_CREDENTIAL_AGE, EVALUATION_FREQUENCY, BRAKE_PERCENT } = parsed.output
  return {
    exclusionParameter: EXCLUDED_USERS_PARAMETER,
    limitDays: MAX_CREDENTIAL_AGE,
    weekly: EVALUATION_FREQUENCY === 'Seven_Days',
    brakePercent: BRAKE_PERCENT,
  }
}
