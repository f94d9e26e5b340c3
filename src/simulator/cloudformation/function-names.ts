/** The functions of templates that the simulator carries out, and what else AWS has. */
const KNOWN = [
  'Ref',
  'Condition',
  'Fn::Base64',
  'Fn::GetAtt',
  'Fn::ImportValue',
  'Fn::Join',
  'Fn::Split',
  'Fn::FindInMap',
  'Fn::Select',
  'Fn::Equals',
  'Fn::If',
  'Fn::Not',
  'Fn::And',
  'Fn::Or',
  'Fn::Sub',
] as const

export type FunctionName = (typeof KNOWN)[number]

export type FunctionCall = { readonly name: FunctionName; readonly argument: unknown }

const OF_AWS = [
  'Fn::GetAZs',
  'Fn::Cidr',
  'Fn::Transform',
  'Fn::Length',
  'Fn::ToJsonString',
  'Fn::GetStackOutput',
  'Fn::Contains',
  'Fn::EachMemberEquals',
  'Fn::EachMemberIn',
  'Fn::ValueOf',
  'Fn::ValueOfAll',
  'Fn::RefAll',
]

/** The function that an object of a single member calls. A policy's `Condition` block holds an object, and calls none. */
export function functionIn(expression: object): FunctionCall | undefined {
  const [first, ...more] = Object.entries(expression) as readonly (readonly [string, unknown])[]
  if (first === undefined || more.length > 0) return undefined
  const [key, argument] = first
  const name = KNOWN.find((each) => each === key)
  return name === undefined || (name === 'Condition' && typeof argument !== 'string') ? undefined : { name, argument }
}

/** What is wrong with a member that looks like a function, and is none that is carried out here. */
export function unknownFunction(key: string): string | undefined {
  if (!/^fn::/i.test(key) || KNOWN.some((each) => each === key)) return undefined
  if (OF_AWS.includes(key) || key.startsWith('Fn::ForEach')) return `The simulator does not know the function ${key}.`
  return `Encountered unsupported function: ${key} Supported functions are: [${SUPPORTED.join(', ')}]`
}

/** As AWS lists them. */
const SUPPORTED = [
  'Fn::Base64',
  'Fn::GetAtt',
  'Fn::GetAZs',
  'Fn::ImportValue',
  'Fn::Join',
  'Fn::Split',
  'Fn::FindInMap',
  'Fn::Select',
  'Ref',
  'Fn::Equals',
  'Fn::If',
  'Fn::Not',
  'Condition',
  'Fn::And',
  'Fn::Or',
  'Fn::Contains',
  'Fn::EachMemberEquals',
  'Fn::EachMemberIn',
  'Fn::ValueOf',
  'Fn::ValueOfAll',
  'Fn::RefAll',
  'Fn::Sub',
  'Fn::Cidr',
]
