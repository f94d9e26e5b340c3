import { GetParameterCommand, paginateDescribeParameters, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { collect } from '../stream/map-concurrently.ts'
import { clientSettings } from './client-settings.ts'
import { hasName, isAbsent } from './errors.ts'
import { canBeList, type ListType } from './exclusion-parameter.ts'
import { present } from './present.ts'
import { wholeList } from './whole-list.ts'

/** The exclusion list as SSM has it, of one version. */
export type StoredList = { readonly value: string; readonly version: number; readonly type: ListType }

/** What of the parameter is kept when its value is written. */
export type Traits = { readonly tier: 'Standard' | 'Advanced' | 'Intelligent-Tiering'; readonly description: string | undefined }

/** The parameter with the exclusion list. Whoever writes it learns by the version whether somebody else wrote meanwhile: SSM has no write on condition. */
export function exclusionList(Name: string) {
  const client = new SSMClient(clientSettings())
  return { read, traits, make, write }

  /** @returns undefined where there is none (of that version). @throws Error for a parameter of another type */
  async function read(version?: number): Promise<StoredList | undefined> {
    try {
      const { Parameter } = await client.send(new GetParameterCommand({ Name: version === undefined ? Name : `${Name}:${version}` }))
      const type = present(Parameter?.Type, 'Parameter.Type')
      if (!canBeList(type)) throw new Error(`The parameter ${Name} is a ${type}: an exclusion list is a StringList.`)
      return { value: present(Parameter?.Value, 'Parameter.Value'), version: present(Parameter?.Version, 'Parameter.Version'), type }
    } catch (error) {
      if (isAbsent(error)) return undefined
      throw error
    }
  }

  async function traits(): Promise<Traits> {
    const pages = paginateDescribeParameters({ client }, { ParameterFilters: [{ Key: 'Name', Option: 'Equals', Values: [Name] }] })
    const [found] = await collect(wholeList(pages, 'Parameters'))
    return { tier: found?.Tier ?? 'Standard', description: found?.Description }
  }

  /** Make it. @returns undefined where there is one by now */
  async function make(Value: string, Description: string): Promise<number | undefined> {
    try {
      const { Version } = await client.send(new PutParameterCommand({ Name, Value, Type: 'StringList', Description }))
      return present(Version, 'Version')
    } catch (error) {
      if (hasName(error, ['ParameterAlreadyExists'])) return undefined
      throw error
    }
  }

  /** Write over whatever is there. @returns the version that it has become */
  async function write(Value: string, { type }: StoredList, { tier, description }: Traits): Promise<number> {
    const kept = { Type: type, Tier: tier, ...(description === undefined ? {} : { Description: description }) }
    const { Version } = await client.send(new PutParameterCommand({ Name, Value, Overwrite: true, ...kept }))
    return present(Version, 'Version')
  }
}
