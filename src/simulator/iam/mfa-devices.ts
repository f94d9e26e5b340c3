import { ListMFADevices$, type ListMFADevicesRequest } from '@aws-sdk/client-iam'
import { validationError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { page } from './paging.ts'
import { iamOf } from './state.ts'

/** Nobody has one here: no operation gives it. */
export const mfaDeviceOperations = [
  operation(ListMFADevices$, ['UserName', 'Marker', 'MaxItems'], (input: ListMFADevicesRequest, { place, caller }) => {
    const name = input.UserName ?? (caller.kind === 'user' ? caller.userName : undefined)
    if (name === undefined) throw validationError('Must specify userName when calling with non-User credentials')
    iamOf(place).seen(name)
    const { items: MFADevices, ...rest } = page([], input)
    return { MFADevices, ...rest }
  }),
]
