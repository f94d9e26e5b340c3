import type { News } from '../world/news.ts'
import type { Place } from '../world/world.ts'
import { automationChanged } from './attempt.ts'
import { inventoryOf } from './inventory.ts'
import { functionInvoked } from './rules.ts'

/** What AWS Config makes of what other services let it hear. */
export function configHears(place: Place, news: News): void {
  switch (news.kind) {
    case 'user-changed':
      return inventoryOf(place).note(news.userId, news.userName)
    case 'function-invoked':
      return functionInvoked(place, news)
    case 'automation-changed':
      return automationChanged(place, news)
    case 'account-moved':
      return undefined
  }
}
