import { AwsError } from '../world/aws-error.ts'
import type { Place } from '../world/world.ts'
import { topicsOf, type Message } from './state.ts'

const ELEMENTS = 6

export const invalid = (what: string): AwsError => new AwsError('InvalidParameter', 400, `Invalid parameter: ${what}`)

/** What was published to a topic of this Region, whichever account's. @throws NotFound, InvalidParameter */
export function topicOf(place: Place, arn: string, member: 'TopicArn' | 'TargetArn' = 'TopicArn'): Message[] {
  checkRegion(place, arn, member)
  const topic = topicsOf(homeOf(place, arn)).get(arn)
  if (topic !== undefined) return topic
  if (arn.split(':')[5]?.includes('/') === true) throw invalid('TargetArn Reason: No endpoint found for the target arn specified')
  throw new AwsError('NotFound', 404, 'Topic does not exist')
}

/** A topic is known in its own Region only. @throws InvalidParameter */
export function checkRegion(place: Place, arn: string, member: 'TopicArn' | 'TargetArn' = 'TopicArn'): void {
  const elements = arn.split(':')
  if (elements.length < ELEMENTS) throw invalid(`${member} Reason: An ARN must have at least ${ELEMENTS} elements, not ${elements.length}`)
  if (elements[3] !== place.region) throw invalid('TopicArn')
}

/** The account that a topic names. */
export function homeOf(place: Place, topicArn: string): Place {
  const [, , , , accountId = ''] = topicArn.split(':')
  return /^\d{12}$/.test(accountId) ? place.world.place(accountId, place.region) : place
}
