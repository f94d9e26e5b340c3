import type { RecordingGroup } from '@aws-sdk/client-config-service'
import { AwsError } from '../world/aws-error.ts'
import { perAccount, perRegion, type Place } from '../world/world.ts'

export type Recorder = { readonly name: string; readonly roleARN: string; readonly recordingGroup: RecordingGroup }

export type RecorderState = {
  recorder?: Recorder
  recording: boolean
  lastStartTime?: Date
  lastStopTime?: Date
  lastStatusChangeTime?: Date
}

/** The recorder of an account in a Region. */
export const recorderOf = perRegion((place): RecorderState =>
  beginningOf(place).recorders
    ? {
        recording: true,
        lastStartTime: place.clock.now(),
        lastStatusChangeTime: place.clock.now(),
        recorder: {
          name: 'default',
          roleARN: `arn:aws:iam::${place.accountId}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
          recordingGroup: {
            allSupported: true,
            includeGlobalResourceTypes: true,
            resourceTypes: [],
            recordingStrategy: { useOnly: 'ALL_SUPPORTED_RESOURCE_TYPES' },
          },
        },
      }
    : { recording: false },
)

/** Whether an account begins with recorders, in all its Regions. */
export const beginningOf = perAccount(() => ({ recorders: true }))

const USER = 'AWS::IAM::User'

/** Whether what a Region records has IAM users in it. */
export function recordsUsers(place: Place): boolean {
  const group = recorderOf(place).recorder?.recordingGroup
  if (group === undefined) return false
  const { allSupported = false, includeGlobalResourceTypes = false, resourceTypes = [], exclusionByResourceTypes } = group
  if (allSupported) return includeGlobalResourceTypes
  return exclusionByResourceTypes === undefined
    ? resourceTypes.includes(USER)
    : exclusionByResourceTypes.resourceTypes?.includes(USER) !== true
}

/** @throws AwsError where there is none: rules need one, also one that is stopped */
export function needRecorder(place: Place): void {
  if (recorderOf(place).recorder === undefined)
    throw new AwsError('NoAvailableConfigurationRecorderException', 400, 'Configuration recorder is not available to put config rule.')
}
