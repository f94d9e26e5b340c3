import { markup, NOTHING, type Content, type Markup } from './markup.ts'
import { table, type Column } from './table.ts'

/** So many are named on top; all of them stand in a table below. */
const NAMED = 10

export type Named = {
  readonly id: string
  readonly title: string
  readonly says: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Content[])[]
  /** Where those stand that are not named here: a section, and the value of its boxes that shows them alone. Without such a place all are named. */
  readonly rest: { readonly section: string; readonly only: string; readonly where: string } | undefined
}

/** A section that names the first of those who need attention. Of nobody there is none. */
export function named({ id, title, says, columns, rows, rest }: Named): Markup {
  if (rows.length === 0) return NOTHING
  const shown = rest === undefined ? rows : rows.slice(0, NAMED)
  return markup`<section id="${id}">
    <h2>${title} <span class="number">${rows.length}</span></h2>
    ${table({
      id: `${id}-named`,
      caption: says,
      columns: columns.map((name): Column => ({ name, ...(STYLES[name] === undefined ? {} : { style: STYLES[name] }) })),
      rows: shown.map((cells) => ({ cells: cells.map((shows) => ({ shows })) })),
    })}${
      rest === undefined || shown.length === rows.length
        ? NOTHING
        : markup`<p class="more">And <a href="#${rest.section}" data-only="${rest.only}">${rows.length - shown.length} more</a>, ${rest.where}.</p> `
    }
  </section> `
}

const STYLES: Readonly<Record<string, string>> = {
  User: 'user',
  Entry: 'user',
  Account: 'account',
  Credential: 'credential',
  'Idle days': 'days',
  'Unused since': 'due since',
  'Unused from': 'due',
  Until: 'until',
  Date: 'day',
  Owner: 'owner',
}
