import { DeleteGroup$, UpdateGroup$, type DeleteGroupRequest, type UpdateGroupRequest } from '@aws-sdk/client-iam'
import { AwsError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { checkGroupName } from './groups.ts'
import { iamOf } from './state.ts'

export const groupChangeOperations = [
  operation(
    UpdateGroup$,
    ['GroupName', 'NewGroupName', 'NewPath'],
    ({ GroupName = '', NewGroupName, NewPath }: UpdateGroupRequest, { place }) => {
      const iam = iamOf(place)
      const group = iam.group(GroupName)
      if (NewGroupName !== undefined && NewGroupName.toLowerCase() !== GroupName.toLowerCase())
        checkGroupName(iam, 'newGroupName', NewGroupName)
      iam.groups.delete(group.GroupName.toLowerCase())
      group.GroupName = NewGroupName ?? group.GroupName
      group.Path = NewPath ?? group.Path
      group.Arn = iam.arn('group', group.Path, group.GroupName)
      iam.groups.set(group.GroupName.toLowerCase(), group)
    },
  ),
  operation(DeleteGroup$, ['GroupName'], ({ GroupName = '' }: DeleteGroupRequest, { place }) => {
    const { UserIds, PolicyArns, Policies } = iamOf(place).group(GroupName)
    if (UserIds.size > 0) throw conflict('remove users from group')
    if (PolicyArns.size > 0) throw conflict('detach all policies')
    if (Policies.size > 0) throw conflict('delete policies')
    iamOf(place).groups.delete(GroupName.toLowerCase())
  }),
]

const conflict = (what: string): AwsError => new AwsError('DeleteConflict', 409, `Cannot delete entity, must ${what} first.`)
