import {
  ConfigServiceClient,
  DescribeConfigurationRecordersCommand,
  DescribeConfigurationRecorderStatusCommand,
  type RecordingGroup as AwsGroup,
} from '@aws-sdk/client-config-service'
import type { Recorder, RecordingGroup } from '../deployment/recording.ts'
import { clientSettings } from './client-settings.ts'
import { present } from './present.ts'

/** The account's own recorder in this Region. @returns undefined where there is none */
export async function configRecorder(): Promise<Recorder | undefined> {
  const client = new ConfigServiceClient(clientSettings())
  const { ConfigurationRecorders } = await client.send(new DescribeConfigurationRecordersCommand({}))
  const [recorder] = present(ConfigurationRecorders, 'ConfigurationRecorders')
  if (recorder === undefined) return undefined
  const name = present(recorder.name, 'ConfigurationRecorder.name')
  const { ConfigurationRecordersStatus } = await client.send(new DescribeConfigurationRecorderStatusCommand({}))
  const status = present(ConfigurationRecordersStatus, 'ConfigurationRecordersStatus').find((each) => each.name === name)
  return { name, isOn: status?.recording === true, group: groupOf(recorder.recordingGroup) }
}

function groupOf({ allSupported, includeGlobalResourceTypes, resourceTypes, ...rest }: AwsGroup = { allSupported: true }): RecordingGroup {
  if (rest.recordingStrategy?.useOnly === 'EXCLUSION_BY_RESOURCE_TYPES')
    return { kind: 'all-but', types: rest.exclusionByResourceTypes?.resourceTypes ?? [] }
  if (allSupported === true) return { kind: 'all', withGlobal: includeGlobalResourceTypes === true }
  return { kind: 'only', types: resourceTypes ?? [] }
}
