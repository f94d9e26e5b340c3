import { functionIn, unknownFunction, type FunctionName } from './function-names.ts'
import { placeholdersIn } from './references.ts'
import { formatError, templateError } from './template-error.ts'
import type { Template } from './template-shape.ts'

/** Whether every function of a template has the arguments that it takes. @throws ValidationError */
export function checkFunctions({ Conditions = {}, Resources, Outputs = {} }: Template): void {
  for (const condition of Object.values(Conditions)) checkCondition(condition)
  check(Object.values(Resources).map(({ Properties }) => Properties))
  check(Object.values(Outputs).map(({ Value, Export }) => [Value, Export]))
}

const BOOLEAN: readonly FunctionName[] = ['Fn::Equals', 'Fn::Not', 'Fn::And', 'Fn::Or', 'Condition']

function checkCondition(condition: unknown): void {
  check(condition)
  const call = functionIn(Object(condition) as object)
  if (call === undefined || !BOOLEAN.includes(call.name))
    throw formatError('Conditions can only be boolean operations on parameters and other conditions')
}

function check(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) checkCall(value)
  for (const each of Object.values(value)) check(each)
}

function checkCall(value: object): void {
  const wrong = Object.keys(value)
    .map((key) => unknownFunction(key))
    .find((each) => each !== undefined)
  if (wrong !== undefined) throw templateError(wrong)
  const call = functionIn(value)
  if (call === undefined) {
    const together = Object.keys(value).find((key) => key.startsWith('Fn::'))
    if (together !== undefined) throw templateError(`${together} stands alone in its object, where functions stand.`)
    return
  }
  const fault = ARGUMENTS[call.name](call.argument)
  if (fault !== undefined) throw templateError(fault)
}

const isText = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
const isCall = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)
const isTextOrCall = (value: unknown): boolean => isText(value) || isCall(value)
const isListOrCall = (value: unknown): boolean => Array.isArray(value) || isCall(value)

/** A list of so many arguments, each of its kind. */
const are = (argument: unknown, ...kinds: readonly ((value: unknown) => boolean)[]): boolean =>
  Array.isArray(argument) && argument.length === kinds.length && kinds.every((is, index) => is(argument[index]))

const isCount = (argument: unknown, least: number, most: number): boolean =>
  Array.isArray(argument) && argument.length >= least && argument.length <= most && argument.every(isCall)

const unless = (fine: boolean, words: string): string | undefined => (fine ? undefined : words)

/** By function: what AWS says of arguments that it does not take. */
const ARGUMENTS: Readonly<Record<FunctionName, (argument: unknown) => string | undefined>> = {
  Ref: (argument) => unless(typeof argument === 'string', 'every Ref object must have a single String value.'),
  Condition: () => undefined,
  'Fn::Base64': (argument) => unless(isTextOrCall(argument), 'every Fn::Base64 object must have a String-typed value.'),
  'Fn::GetAtt': getAtt,
  'Fn::ImportValue': (argument) =>
    unless(isTextOrCall(argument), 'the attribute in Fn::ImportValue must be a string or a function that returns a string'),
  'Fn::Join': (argument) =>
    unless(
      are(argument, (separator) => typeof separator === 'string', isListOrCall),
      'every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.',
    ),
  'Fn::Split': (argument) =>
    unless(
      are(argument, (separator) => typeof separator === 'string', isTextOrCall),
      'every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.',
    ),
  'Fn::FindInMap': (argument) =>
    unless(
      are(argument, isTextOrCall, isTextOrCall, isTextOrCall),
      'every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value',
    ),
  'Fn::Select': (argument) =>
    unless(selects(argument), 'Fn::Select requires a list argument with two elements: an integer index and a list'),
  'Fn::Equals': (argument) =>
    unless(are(argument, isTextOrCall, isTextOrCall), 'every Fn::Equals object requires a list of 2 string parameters.'),
  'Fn::If': (argument) => {
    if (!Array.isArray(argument) || typeof argument[0] !== 'string')
      return 'Fn::If requires a list argument with the first element being a condition'
    return unless(argument.length === 3, 'Fn::If requires a list argument with three elements')
  },
  'Fn::Not': (argument) => unless(isCount(argument, 1, 1), 'every Fn::Not object requires a list with exactly 1 boolean parameter.'),
  'Fn::And': (argument) => unless(isCount(argument, 2, 10), someOf('Fn::And')),
  'Fn::Or': (argument) => unless(isCount(argument, 2, 10), someOf('Fn::Or')),
  'Fn::Sub': substitution,
}

const someOf = (name: string) => `every ${name} object requires a list of at least 2 and at most 10 boolean parameters.`

function getAtt(argument: unknown): string | undefined {
  if (typeof argument === 'string')
    return unless(
      /^[^.]+\../.test(argument),
      'if specifying one argument to Fn::GetAtt, that argument must be a non-empty string in format <LogicalId>.<Attribute>',
    )
  const isName = (value: unknown): boolean => typeof value === 'string' && value !== ''
  return unless(
    are(argument, isName, (attribute) => isName(attribute) || isCall(attribute)),
    'every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute',
  )
}

/** An index that is a number shows at once whether a list that is written down has it. */
function selects(argument: unknown): boolean {
  if (!are(argument, isTextOrCall, isListOrCall)) return false
  const [index, from] = argument as readonly [unknown, unknown]
  if (isCall(index)) return true
  return /^\d+$/.test(String(index)) && (!Array.isArray(from) || Number(index) < from.length)
}

function substitution(argument: unknown): string | undefined {
  const isGiven = are(argument, (text) => typeof text === 'string', isCall)
  if (typeof argument !== 'string' && !isGiven)
    return "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string"
  const text = typeof argument === 'string' ? argument : String((argument as readonly unknown[])[0])
  return unless(
    placeholdersIn(text).every((name) => /^[\w.:]+$/.test(name)),
    'variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons',
  )
}
