/**
 * What AWS's documents leave open, each with the positions that AWS may be found to take. The first is the stricter one, and the default:
 * what holds there may be trusted on AWS. Who wants to be right either way runs every position.
 */
export const POSITIONS = {
  /** Does `FunctionError` fail a step of aws:invokeLambdaFunction? If not, it is an output of a step that succeeds, and its Payload holds the error. */
  functionErrorFailsTheStep: [false, true],
  /** Is the Payload of such a step text or a map, where a later step takes it (`{{ Step.Payload }}`)? */
  payloadOfAFunction: ['text', 'map'],
  /** When a deletion fails in the clean-up of a stack's update: is it given up after three tries, and the resource left outside the stack; or tried until it works? */
  deletionFailingInCleanUp: ['skipped', 'tried-until-it-works'],
  /** Does remediation of a rule stop for the rest when more than ErrorPercentage (50 where the configuration names none) of the resources have failed? */
  remediationStopsAtErrorPercentage: [true, false],
  /** Does automatic remediation take a resource again that it has remediated before (SUCCEEDED), when it is NON_COMPLIANT anew? */
  remediatesAgainAfterSuccess: [true, false],
} as const satisfies Readonly<Record<string, readonly [unknown, unknown]>>

/** A position for each open question. */
export type OpenQuestions = { readonly [Question in keyof typeof POSITIONS]: (typeof POSITIONS)[Question][number] }

/** The stricter position throughout. */
export const STRICT: OpenQuestions = {
  functionErrorFailsTheStep: POSITIONS.functionErrorFailsTheStep[0],
  payloadOfAFunction: POSITIONS.payloadOfAFunction[0],
  deletionFailingInCleanUp: POSITIONS.deletionFailingInCleanUp[0],
  remediationStopsAtErrorPercentage: POSITIONS.remediationStopsAtErrorPercentage[0],
  remediatesAgainAfterSuccess: POSITIONS.remediatesAgainAfterSuccess[0],
}
