import { isOrganization } from '../organization/line.ts'
import { Refusal } from './io.ts'

/** @throws Refusal for what a whole organization would lose: nobody carries that out from one place */
export function refuseOrganization(file: string, text: string): void {
  if (isOrganization(text))
    throw new Refusal(
      `${file} is of a whole organization, for review: each account's own AWS Config remediates what its rule finds. To act by hand, make a plan in one account with its profile ("iam-cleanup plan --profile ... --out FILE"), and apply that.`,
    )
}
