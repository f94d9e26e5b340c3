/** Which resource types a recorder of AWS Config records. */
export type RecordingGroup =
  | { readonly kind: 'all'; readonly withGlobal: boolean }
  | { readonly kind: 'all-but'; readonly types: readonly string[] }
  | { readonly kind: 'only'; readonly types: readonly string[] }

export type Recorder = { readonly name: string; readonly isOn: boolean; readonly group: RecordingGroup }

const USER = 'AWS::IAM::User'

/** Regions where AWS Config was before February 2022: in no other one can it record IAM. The list is of the past, and grows no more. */
const EARLY = new Set(
  [
    'us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 sa-east-1 us-gov-east-1 us-gov-west-1',
    'eu-central-1 eu-north-1 eu-south-1 eu-west-1 eu-west-2 eu-west-3 me-south-1 af-south-1',
    'ap-east-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-southeast-1 ap-southeast-2 ap-southeast-3',
    'cn-north-1 cn-northwest-1 us-iso-east-1 us-iso-west-1 us-isob-east-1',
  ].flatMap((names) => names.split(' ')),
)

/** Why AWS Config does not record IAM users in a Region, with the next step; undefined where it does. */
export function whyUsersAreNotRecorded(region: string, recorder: Recorder | undefined): string | undefined {
  if (!EARLY.has(region))
    return `AWS Config cannot record IAM users in ${region}: only Regions that it was in before February 2022 can. Choose such a Region with --region, e.g. us-east-1 or eu-west-1; IAM is the same in all.`
  if (recorder === undefined)
    return `AWS Config has no recorder in ${region}. Turn AWS Config on there, with the resource type ${USER}, or choose the Region that has it.`
  const { name, isOn, group } = recorder
  if (!records(group))
    return `The recorder ${name} of AWS Config in ${region} does not record ${USER}. Add that type to it (in the console: Settings, or aws configservice put-configuration-recorder), or choose the Region that records IAM.`
  if (!isOn)
    return `The recorder ${name} of AWS Config in ${region} is off. Start it: aws configservice start-configuration-recorder --configuration-recorder-name ${name} --region ${region}`
  return undefined
}

/** "All" leaves IAM out unless it says otherwise; "all but" has it unless it is named. */
function records(group: RecordingGroup): boolean {
  switch (group.kind) {
    case 'all':
      return group.withGlobal
    case 'all-but':
      return !group.types.includes(USER)
    case 'only':
      return group.types.includes(USER)
  }
}
