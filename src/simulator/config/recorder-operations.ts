import {
  DeleteConfigurationRecorder$,
  DescribeConfigurationRecorders$,
  DescribeConfigurationRecorderStatus$,
  PutConfigurationRecorder$,
  StartConfigurationRecorder$,
  StopConfigurationRecorder$,
  type DeleteConfigurationRecorderRequest,
  type DescribeConfigurationRecordersRequest,
  type DescribeConfigurationRecorderStatusRequest,
  type PutConfigurationRecorderRequest,
  type StartConfigurationRecorderRequest,
  type StopConfigurationRecorderRequest,
} from '@aws-sdk/client-config-service'
import { AwsError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import type { Place } from '../world/world.ts'
import { recorderOf, type Recorder, type RecorderState } from './recorder.ts'
import { invalidParameter } from './state.ts'

/** An account has a recorder to begin with, and it records IAM users. There is one at most. */
export const recorderOperations = [
  operation(
    DescribeConfigurationRecorders$,
    ['ConfigurationRecorderNames'],
    ({ ConfigurationRecorderNames }: DescribeConfigurationRecordersRequest, { place }) => ({
      ConfigurationRecorders: asked(place, ConfigurationRecorderNames).map((recorder) => ({
        ...recorder,
        arn: `arn:aws:config:${place.region}:${place.accountId}:configuration-recorder/${recorder.name}`,
      })),
    }),
  ),
  operation(
    DescribeConfigurationRecorderStatus$,
    ['ConfigurationRecorderNames'],
    ({ ConfigurationRecorderNames }: DescribeConfigurationRecorderStatusRequest, { place }) => {
      const { recording, lastStartTime, lastStopTime, lastStatusChangeTime } = recorderOf(place)
      const status = {
        recording,
        lastStartTime,
        lastStopTime,
        ...(recording ? { lastStatus: 'SUCCESS' as const, lastStatusChangeTime } : {}),
      }
      return { ConfigurationRecordersStatus: asked(place, ConfigurationRecorderNames).map(({ name }) => ({ name, ...status })) }
    },
  ),
  operation(
    PutConfigurationRecorder$,
    [
      'ConfigurationRecorder.name',
      'ConfigurationRecorder.roleARN',
      'ConfigurationRecorder.recordingGroup.allSupported',
      'ConfigurationRecorder.recordingGroup.includeGlobalResourceTypes',
      'ConfigurationRecorder.recordingGroup.resourceTypes',
      'ConfigurationRecorder.recordingGroup.exclusionByResourceTypes',
      'ConfigurationRecorder.recordingGroup.recordingStrategy',
    ],
    ({ ConfigurationRecorder: asked = {} }: PutConfigurationRecorderRequest, { place }) => {
      const { name = 'default', roleARN, recordingGroup = { allSupported: true } } = asked
      if (roleARN === undefined) throw invalidParameter('A recorder needs a roleARN.')
      const state = recorderOf(place)
      if (state.recorder !== undefined && state.recorder.name !== name)
        throw new AwsError('MaxNumberOfConfigurationRecordersExceededException', 400, 'There is a recorder already, and no more than one.')
      const { allSupported = false, includeGlobalResourceTypes = false, resourceTypes = [] } = recordingGroup
      const { recordingStrategy, exclusionByResourceTypes } = recordingGroup
      const useOnly = allSupported
        ? ('ALL_SUPPORTED_RESOURCE_TYPES' as const)
        : exclusionByResourceTypes === undefined
          ? ('INCLUSION_BY_RESOURCE_TYPES' as const)
          : ('EXCLUSION_BY_RESOURCE_TYPES' as const)
      if (allSupported && resourceTypes.length > 0) throw invalidGroup('Where allSupported is true, resourceTypes must be empty.')
      if (recordingStrategy !== undefined && recordingStrategy.useOnly !== useOnly)
        throw invalidGroup('The recording strategy does not fit the recording group, or there is no list of the types that it excludes.')
      state.recorder = {
        name,
        roleARN,
        recordingGroup: {
          allSupported,
          includeGlobalResourceTypes,
          resourceTypes: [...resourceTypes],
          ...(exclusionByResourceTypes === undefined
            ? {}
            : { exclusionByResourceTypes: { resourceTypes: [...(exclusionByResourceTypes.resourceTypes ?? [])] } }),
          recordingStrategy: { useOnly },
        },
      }
    },
  ),
  operation(
    DeleteConfigurationRecorder$,
    ['ConfigurationRecorderName'],
    ({ ConfigurationRecorderName }: DeleteConfigurationRecorderRequest, { place }) => {
      const state = named(recorderOf(place), ConfigurationRecorderName)
      delete state.recorder
      state.recording = false
    },
  ),
  operation(
    StartConfigurationRecorder$,
    ['ConfigurationRecorderName'],
    ({ ConfigurationRecorderName }: StartConfigurationRecorderRequest, { place }) => {
      named(recorderOf(place), ConfigurationRecorderName).recording = true
    },
  ),
  operation(
    StopConfigurationRecorder$,
    ['ConfigurationRecorderName'],
    ({ ConfigurationRecorderName }: StopConfigurationRecorderRequest, { place, now }) => {
      Object.assign(named(recorderOf(place), ConfigurationRecorderName), { recording: false, lastStopTime: now })
    },
  ),
]

const invalidGroup = (message: string): AwsError => new AwsError('InvalidRecordingGroupException', 400, message)

/** The recorder, where it is among those that are asked for. @throws NoSuchConfigurationRecorderException */
function asked(place: Place, names: readonly string[] = []): readonly Recorder[] {
  const { recorder } = recorderOf(place)
  const unknown = names.find((name) => name !== recorder?.name)
  if (unknown !== undefined) throw noSuchRecorder(unknown)
  return recorder === undefined ? [] : [recorder]
}

const noSuchRecorder = (name: string): AwsError =>
  new AwsError('NoSuchConfigurationRecorderException', 400, `Cannot find configuration recorder with the specified name '${name}'.`)

function named(state: RecorderState, name = ''): RecorderState {
  if (state.recorder?.name !== name) throw noSuchRecorder(name)
  return state
}
