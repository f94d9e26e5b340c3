import { loadSharedConfigFiles } from '@smithy/core/config'
import { isEndpoint, OF_SERVICES, SERVICES, VARIABLE, type NamedEndpoint } from './endpoint.ts'

/** The first endpoint of the environment, or of the profile in use, that calls cannot be sent to; undefined where there is none. */
export async function unfitEndpoint(): Promise<NamedEndpoint | undefined> {
  const unfit = ({ value }: NamedEndpoint): boolean => value !== '' && !isEndpoint(value)
  const variables = [VARIABLE, ...OF_SERVICES].map((by) => ({ by, value: process.env[by] ?? '' }))
  const variable = variables.find(unfit)
  // Where the environment says it, nobody asks the file.
  if (variable !== undefined || (process.env[VARIABLE] ?? '') !== '') return variable
  return (await ofProfile()).find(unfit)
}

async function ofProfile(): Promise<readonly NamedEndpoint[]> {
  const name = process.env['AWS_PROFILE'] ?? 'default'
  const { configFile, credentialsFile } = await loadSharedConfigFiles()
  const profile = { ...credentialsFile[name], ...configFile[name] }
  const services = configFile[`services.${profile['services']}`] ?? {}
  return [
    ...SERVICES.map((service) => service.toLowerCase()).map((service) => ({
      by: `endpoint_url of ${service} in [services ${profile['services']}] of your AWS configuration`,
      value: services[`${service}.endpoint_url`] ?? '',
    })),
    { by: `endpoint_url of the profile ${name} in your AWS configuration`, value: profile['endpoint_url'] ?? '' },
  ]
}
