import {
  CreateLoginProfile$,
  DeleteLoginProfile$,
  GetLoginProfile$,
  UpdateLoginProfile$,
  type CreateLoginProfileRequest,
  type DeleteLoginProfileRequest,
  type GetLoginProfileRequest,
  type UpdateLoginProfileRequest,
} from '@aws-sdk/client-iam'
import { AwsError, validationError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { noteChange } from './changes.ts'
import { checkPassword } from './password.ts'
import { noSuchEntity, type LoginProfile, type User, iamOf } from './state.ts'

export const loginProfileOperations = [
  operation(GetLoginProfile$, ['UserName'], ({ UserName = '' }: GetLoginProfileRequest, { place }) => {
    const user = iamOf(place).seen(UserName)
    return { LoginProfile: shown(user, profileOf(user)) }
  }),

  operation(
    CreateLoginProfile$,
    ['UserName', 'Password', 'PasswordResetRequired'],
    ({ UserName = '', Password = '', PasswordResetRequired = false }: CreateLoginProfileRequest, call) => {
      const user = iamOf(call.place).user(UserName)
      if (Password.length < 1 || Password.length > 128) throw validationError('The password must have 1 to 128 characters.')
      if (user.LoginProfile !== undefined)
        throw new AwsError('EntityAlreadyExists', 409, `Login Profile for User ${UserName} already exists.`)
      checkPassword(iamOf(call.place), Password)
      user.LoginProfile = { CreateDate: call.now, LastChanged: call.now, PasswordResetRequired }
      noteChange(call, user, { action: 'create-password' })
      return { LoginProfile: shown(user, user.LoginProfile) }
    },
  ),

  operation(
    UpdateLoginProfile$,
    ['UserName', 'Password', 'PasswordResetRequired'],
    ({ UserName = '', PasswordResetRequired, Password }: UpdateLoginProfileRequest, { place, now }) => {
      const profile = profileOf(iamOf(place).user(UserName))
      if (Password !== undefined) {
        checkPassword(iamOf(place), Password)
        profile.LastChanged = now
      }
      profile.PasswordResetRequired = PasswordResetRequired ?? profile.PasswordResetRequired
    },
  ),

  operation(DeleteLoginProfile$, ['UserName'], ({ UserName = '' }: DeleteLoginProfileRequest, call) => {
    const user = iamOf(call.place).user(UserName)
    if (user.LoginProfile === undefined) throw noSuchEntity(`Cannot find Login Profile for User ${user.UserName}`)
    delete user.LoginProfile
    noteChange(call, user, { action: 'delete-password' })
  }),
]

function profileOf(user: User): LoginProfile {
  if (user.LoginProfile === undefined) throw noSuchEntity(`Login Profile for User ${user.UserName} cannot be found.`)
  return user.LoginProfile
}

const shown = ({ UserName }: User, { CreateDate, PasswordResetRequired }: LoginProfile) => ({ UserName, CreateDate, PasswordResetRequired })
