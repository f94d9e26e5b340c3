import { validationError } from '../world/aws-error.ts'
import { formatError } from './template-error.ts'

type Members = Readonly<Record<string, unknown>>

const SECTIONS = ['AWSTemplateFormatVersion', 'Description', 'Metadata', 'Parameters', 'Mappings', 'Conditions', 'Resources', 'Outputs']
const NOT_HERE = ['Transform', 'Rules', 'Hooks']

const PARAMETER = [
  'Type',
  'Default',
  'Description',
  'AllowedPattern',
  'AllowedValues',
  'ConstraintDescription',
  'MinValue',
  'MaxValue',
  'MinLength',
  'MaxLength',
  'NoEcho',
]
const RESOURCE = ['Type', 'Properties', 'DependsOn', 'Condition', 'DeletionPolicy', 'UpdateReplacePolicy', 'Metadata', 'Description']
const RESOURCE_NOT_HERE = ['CreationPolicy', 'UpdatePolicy', 'Version']
const OUTPUT = ['Value', 'Description', 'Condition', 'Export']

const ALPHANUMERIC = /^[a-zA-Z0-9]+$/
const PARAMETER_TYPE = /^(String|Number|CommaDelimitedList|List<Number>|List<String>|(List<)?AWS::[\w:]+>?|AWS::SSM::Parameter::Value<.+>)$/

/** So many there may be at most. */
const QUOTAS = { Resources: 500, Parameters: 200, Outputs: 200, Mappings: 200 }
const DESCRIPTION = 1024

/** What every section is made of, in the order of its members. @throws ValidationError */
export function checkSections(template: object): void {
  const sections = template as Members
  const unknown = Object.keys(sections).filter((name) => !SECTIONS.includes(name) && !NOT_HERE.includes(name))
  if (unknown.length > 0) throw validationError(`Invalid template property or properties [${unknown.join(', ')}]`)
  const notHere = NOT_HERE.find((name) => Object.hasOwn(sections, name))
  if (notHere !== undefined) throw formatError(`The simulator does not know the section ${notHere}.`)
  const { AWSTemplateFormatVersion: version = '2010-09-09', Description = '' } = sections
  if (version !== '2010-09-09') throw formatError(`${String(version)} is not a supported value for AWSTemplateFormatVersion.`)
  if (String(Description).length > DESCRIPTION) throw formatError(`'Description' length is greater than ${DESCRIPTION}.`)
  for (const [name, check] of Object.entries(MEMBERS)) eachOf(sections, name, check)
  if (Object.keys(Object(sections['Resources'])).length === 0) throw formatError('At least one Resources member must be defined.')
}

const MEMBERS: Readonly<Record<string, (name: string, member: Members) => void>> = {
  Parameters: parameter,
  Mappings: mapping,
  Conditions: () => undefined,
  Resources: resource,
  Outputs: output,
}

function eachOf(sections: Members, section: string, check: (name: string, member: Members) => void): void {
  const members = sections[section]
  if (members === undefined) return
  if (!isMap(members)) throw formatError(`Any ${section} member must be an object.`)
  const quota = QUOTAS[section as keyof typeof QUOTAS] ?? Infinity
  const count = Object.keys(members).length
  if (count > quota) throw formatError(`Number of ${section.toLowerCase()}, ${count}, is greater than maximum allowed, ${quota}`)
  for (const [name, member] of Object.entries(members)) {
    if (!isMap(member)) throw formatError(MALFORMED[section]?.(name) ?? `[/${section}/${name}] Any ${section} member must be an object.`)
    check(name, member)
  }
}

/** What is said of a member that is no object. */
const MALFORMED: Readonly<Record<string, (name: string) => string>> = {
  Conditions: () => 'Conditions can only be boolean operations on parameters and other conditions',
  Mappings: (name) => `Every Mappings member ${name} must be a map`,
  Resources: (name) => `[/Resources/${name}] resource definition is malformed`,
  Outputs: () => 'Every Outputs member must contain a Value object',
}

function parameter(name: string, members: Members): void {
  if (!ALPHANUMERIC.test(name)) throw formatError(`Parameter name ${name} is non alphanumeric.`)
  refuseUnknown(members, PARAMETER, 'Invalid template parameter property')
  const { Type } = members
  if (Type === undefined) throw formatError(`[/Parameters/${name}] Every Parameters object must contain a Type member.`)
  if (typeof Type === 'string' && !PARAMETER_TYPE.test(Type)) throw formatError(`Unrecognized parameter type: ${Type}`)
}

function mapping(name: string, members: Members): void {
  if (!ALPHANUMERIC.test(name)) throw formatError(`Mappings name '${name}' is non alphanumeric.`)
  for (const [key, attributes] of Object.entries(members)) {
    if (!isMap(attributes)) throw formatError(`Every Mappings member ${key} must be a map`)
    for (const [attribute, value] of Object.entries(attributes)) {
      if (!/^[a-zA-Z0-9.-]+$/.test(attribute))
        throw formatError(`Mappings attribute name '${attribute}' must contain only alphanumeric characters.`)
      if (isMap(value) || [value].flat().some((each) => typeof each === 'object'))
        throw formatError('Every Mappings attribute must be a String or a List.')
    }
  }
}

function resource(name: string, members: Members): void {
  if (!ALPHANUMERIC.test(name)) throw formatError(`Resource name ${name} is non alphanumeric.`)
  if (members['Type'] === undefined) throw formatError(`[/Resources/${name}] Every Resources object must contain a Type member.`)
  const notHere = RESOURCE_NOT_HERE.find((key) => Object.hasOwn(members, key))
  if (notHere !== undefined) throw formatError(`[/Resources/${name}] The simulator does not know the attribute ${notHere}.`)
  refuseUnknown(members, RESOURCE, 'Invalid template resource property')
}

function output(name: string, members: Members): void {
  if (!ALPHANUMERIC.test(name)) throw formatError(`Outputs name '${name}' is non alphanumeric.`)
  refuseUnknown(members, OUTPUT, 'Invalid template output property')
  if (members['Value'] === undefined) throw formatError('Every Outputs member must contain a Value object')
  const { Export } = members
  if (Export !== undefined && !isExport(Export))
    throw formatError(
      `Output ${name} is malformed. The Name field of every Export member must be specified and consist only of alphanumeric characters, colons, or hyphens.`,
    )
}

/** Its name may be put together by functions: then it shows later what it is. */
const isExport = (given: unknown): boolean =>
  isMap(given) &&
  Object.keys(given).every((key) => key === 'Name') &&
  (isMap(given['Name']) || (typeof given['Name'] === 'string' && /^[a-zA-Z0-9:-]+$/.test(given['Name'])))

function refuseUnknown(members: Members, known: readonly string[], words: string): void {
  const unknown = Object.keys(members).find((key) => !known.includes(key))
  if (unknown !== undefined) throw validationError(`${words} '${unknown}'`)
}

const isMap = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value)
