import type { News } from '../world/news.ts'
import type { Place } from '../world/world.ts'
import { noteUsers } from './aggregators.ts'
import { automationChanged } from './attempt.ts'
import { inventoryOf } from './inventory.ts'
import { functionInvoked } from './rules.ts'

/** What AWS Config makes of what other services let it hear. */
export function configHears(place: Place, news: News): void {
  switch (news.kind) {
    case 'user-changed':
      inventoryOf(place).note(news.userId, news.user)
      return noteUsers(place)
    case 'function-invoked':
      return functionInvoked(place, news)
    case 'automation-changed':
      return automationChanged(place, news)
    case 'account-moved':
      return undefined
  }
}
