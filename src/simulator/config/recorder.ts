import type { RecordingGroup } from '@aws-sdk/client-config-service'
import { AwsError } from '../world/aws-error.ts'
import { perRegion, type Place } from '../world/world.ts'

export type Recorder = { readonly name: string; readonly roleARN: string; readonly recordingGroup: RecordingGroup }

export type RecorderState = {
  recorder?: Recorder
  recording: boolean
  lastStartTime?: Date
  lastStopTime?: Date
  lastStatusChangeTime?: Date
}

/** The recorder of an account in a Region. */
export const recorderOf = perRegion(({ accountId, clock }): RecorderState => ({
  recording: true,
  lastStartTime: clock.now(),
  lastStatusChangeTime: clock.now(),
  recorder: {
    name: 'default',
    roleARN: `arn:aws:iam::${accountId}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
    recordingGroup: {
      allSupported: true,
      includeGlobalResourceTypes: true,
      resourceTypes: [],
      recordingStrategy: { useOnly: 'ALL_SUPPORTED_RESOURCE_TYPES' },
    },
  },
}))

/** @throws AwsError where there is none: rules need one, also one that is stopped */
export function needRecorder(place: Place): void {
  if (recorderOf(place).recorder === undefined)
    throw new AwsError('NoAvailableConfigurationRecorderException', 400, 'Configuration recorder is not available to put config rule.')
}
