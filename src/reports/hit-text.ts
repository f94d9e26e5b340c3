import pc from 'picocolors'
import type { Hit } from '../rehearsal/brake.ts'
import { plural } from '../text/plural.ts'
import { textTable } from './table.ts'
import type { View } from './view.ts'

/** Whom the brake spared, and why they would have been hit. */
export const hitText = (hits: readonly Hit[], { colours, columns }: View): string =>
  [
    pc.createColors(colours).bold(`Without the brake ${plural(hits.length, 'user')} would be hit`),
    textTable(
      ['User', 'Reasons'],
      hits.map(({ userName, why }) => [userName, why]),
      columns,
    ),
  ].join('\n')
