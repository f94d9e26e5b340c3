import { perRegion } from '../world/world.ts'

export type Message = { readonly at: Date; readonly subject: string | undefined; readonly text: string }

/** What was published, by the topic's ARN. */
export const topicsOf = perRegion(() => new Map<string, Message[]>())
