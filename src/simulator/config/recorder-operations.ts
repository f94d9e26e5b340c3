import {
  DeleteConfigurationRecorder$,
  DescribeConfigurationRecorders$,
  DescribeConfigurationRecorderStatus$,
  PutConfigurationRecorder$,
  StartConfigurationRecorder$,
  StopConfigurationRecorder$,
  type DeleteConfigurationRecorderRequest,
  type PutConfigurationRecorderRequest,
  type StartConfigurationRecorderRequest,
  type StopConfigurationRecorderRequest,
} from '@aws-sdk/client-config-service'
import { AwsError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { recorderOf, type Recorder, type RecorderState } from './recorder.ts'
import { invalidParameter } from './state.ts'

/** An account has a recorder to begin with, and it records IAM users. There is one at most. */
export const recorderOperations = [
  operation(DescribeConfigurationRecorders$, [], (_input: object, { place }) => {
    const { recorder } = recorderOf(place)
    const arn = `arn:aws:config:${place.region}:${place.accountId}:configuration-recorder/${recorder?.name}`
    return { ConfigurationRecorders: recorder === undefined ? [] : [{ ...recorder, arn }] }
  }),
  operation(DescribeConfigurationRecorderStatus$, [], (_input: object, { place }) => {
    const { recorder, recording } = recorderOf(place)
    const status = { name: recorder?.name, recording, ...(recording ? { lastStatus: 'SUCCESS' as const } : {}) }
    return { ConfigurationRecordersStatus: recorder === undefined ? [] : [status] }
  }),
  operation(
    PutConfigurationRecorder$,
    ['ConfigurationRecorder.name', 'ConfigurationRecorder.roleARN', 'ConfigurationRecorder.recordingGroup'],
    ({ ConfigurationRecorder: asked = {} }: PutConfigurationRecorderRequest, { place }) => {
      const { name = 'default', roleARN, recordingGroup = { allSupported: true } } = asked
      if (roleARN === undefined) throw invalidParameter('A recorder needs a roleARN.')
      const state = recorderOf(place)
      if (state.recorder !== undefined && state.recorder.name !== name)
        throw new AwsError('MaxNumberOfConfigurationRecordersExceededException', 400, 'There is a recorder already, and no more than one.')
      checkGroup(recordingGroup)
      state.recorder = { name, roleARN, recordingGroup }
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
    ({ ConfigurationRecorderName }: StopConfigurationRecorderRequest, { place }) => {
      named(recorderOf(place), ConfigurationRecorderName).recording = false
    },
  ),
]

function named(state: RecorderState, name = ''): RecorderState {
  if (state.recorder?.name !== name)
    throw new AwsError('NoSuchConfigurationRecorderException', 400, `Cannot find configuration recorder with the specified name '${name}'.`)
  return state
}

function checkGroup({ allSupported = false, resourceTypes = [] }: Recorder['recordingGroup']): void {
  if (allSupported && resourceTypes.length > 0)
    throw new AwsError('InvalidRecordingGroupException', 400, 'Where allSupported is true, resourceTypes must be empty.')
}
