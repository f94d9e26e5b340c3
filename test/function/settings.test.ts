import { expect, test } from 'vitest'
import { parseSettings } from '../../src/function/settings.ts'
import { workingMs } from '../../src/function/working-time.ts'

const ENVIRONMENT = {
  EXCLUDED_USERS_PARAMETER: '/list',
  RULE_NAME: 'rule',
  LEDGER_TABLE: 'ledger',
  MAX_CREDENTIAL_AGE: '30',
  EVALUATION_FREQUENCY: 'TwentyFour_Hours',
  WARNING_DAYS: '7',
  BRAKE_PERCENT: '50',
  RELEASE: '0.1.0 abc',
}

const SETTINGS = {
  exclusionParameter: '/list',
  sharedExclusionsArn: '',
  ruleName: 'rule',
  ledgerTable: 'ledger',
  limitDays: 30,
  weekly: false,
  revokingRoleArn: '',
  topicArn: '',
  warningDays: 7,
  brakePercent: 50,
  release: '0.1.0 abc',
}

test("the function's environment, as the template sets it", () => {
  expect(parseSettings(ENVIRONMENT)).toEqual(SETTINGS)
  expect(
    parseSettings({
      ...ENVIRONMENT,
      EVALUATION_FREQUENCY: 'Seven_Days',
      SHARED_EXCLUSIONS_ARN: 'arn:aws:ssm:us-east-1:210987654321:parameter/shared',
      REVOKING_ROLE_ARN: 'arn:aws:iam::123456789012:role/Revoking',
      NOTIFICATION_TOPIC_ARN: 'arn:aws:sns:us-east-1:123456789012:people',
      MAX_CREDENTIAL_AGE: '10000',
      WARNING_DAYS: '0',
      BRAKE_PERCENT: '100',
    }),
  ).toEqual({
    ...SETTINGS,
    weekly: true,
    sharedExclusionsArn: 'arn:aws:ssm:us-east-1:210987654321:parameter/shared',
    revokingRoleArn: 'arn:aws:iam::123456789012:role/Revoking',
    topicArn: 'arn:aws:sns:us-east-1:123456789012:people',
    limitDays: 10_000,
    warningDays: 0,
    brakePercent: 100,
  })
  expect(parseSettings({ ...ENVIRONMENT, MAX_CREDENTIAL_AGE: '1', BRAKE_PERCENT: '1' })).toMatchObject({ limitDays: 1, brakePercent: 1 })
})

test.for<[name: keyof typeof ENVIRONMENT, value: string | undefined]>([
  ...Object.keys(ENVIRONMENT).map((name): [keyof typeof ENVIRONMENT, undefined] => [name as keyof typeof ENVIRONMENT, undefined]),
  ['MAX_CREDENTIAL_AGE', '0'],
  ['MAX_CREDENTIAL_AGE', '10001'],
  ['MAX_CREDENTIAL_AGE', '30.5'],
  ['MAX_CREDENTIAL_AGE', ' 30'],
  ['MAX_CREDENTIAL_AGE', '30 '],
  ['MAX_CREDENTIAL_AGE', '0x1e'],
  ['WARNING_DAYS', '-1'],
  ['WARNING_DAYS', 'abc'],
  ['BRAKE_PERCENT', '0'],
  ['BRAKE_PERCENT', '101'],
  ['BRAKE_PERCENT', 'half'],
])('%s = %s is refused, by its name', ([name, value]) => {
  expect(() => parseSettings({ ...ENVIRONMENT, [name]: value })).toThrow(
    `The environment variable ${name} of this function is ${value ?? 'missing'}. Deploy the stack again to set it.`,
  )
})

test('a variable that is empty is as good as missing', () => {
  expect(() => parseSettings({ ...ENVIRONMENT, RULE_NAME: '' })).toThrow(/^The environment variable RULE_NAME of this function is \./)
})

test.for<[remaining: number, isOrder: boolean, working: number]>([
  [0, false, 0],
  [-5, false, 0],
  [3, false, 2],
  [60_000, false, 45_000],
  [240_000, false, 180_000],
  [900_000, false, 840_000],
  [60_000, true, 45_000],
  [290_000, true, 230_000],
  [900_000, true, 230_000],
])(
  'of %i ms (an order: %s) %i are for work: the rest is for the report, and Systems Manager waits for 290 seconds',
  ([remaining, isOrder, working]) => {
    expect(workingMs(remaining, isOrder)).toBe(working)
  },
)
