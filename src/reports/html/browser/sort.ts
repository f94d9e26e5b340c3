import { groupsOf, measureGroups, rowsOf } from './rows.ts'

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** Put a button into each heading: it sorts by its column, and pressed again the other way round. One listener hears them all. */
export function makeSortable(table: HTMLElement): void {
  const headings = [...table.querySelectorAll<HTMLTableCellElement>('thead th')]
  for (const heading of headings) {
    const button = document.createElement('button')
    button.type = 'button'
    button.append(...heading.childNodes)
    heading.append(button)
  }
  table.querySelector('thead')?.addEventListener('click', ({ target }) => {
    const heading = target instanceof Element ? target.closest('th') : null
    if (heading === null || !(target instanceof Element) || target.closest('button') === null) return
    const isDown = heading.getAttribute('aria-sort') === 'ascending'
    for (const each of headings) each.removeAttribute('aria-sort')
    heading.setAttribute('aria-sort', isDown ? 'descending' : 'ascending')
    sort(table, heading, isDown)
  })
}

function sort(table: HTMLElement, heading: HTMLTableCellElement, isDown: boolean): void {
  const keyOf = keysBy(table, heading)
  const keyed = rowsOf(table).map((row) => ({ row, key: keyOf(row) }))
  keyed.sort(({ key: one }, { key: other }) => {
    // What has no value stands last either way.
    if (one === '' || other === '') return Number(one === '') - Number(other === '')
    return isDown ? collator.compare(other, one) : collator.compare(one, other)
  })
  const rows = keyed.map(({ row }) => row)
  let from = 0
  for (const [group, size] of groupsOf(table).map((each) => [each, each.rows.length] as const)) {
    group.append(...rows.slice(from, from + size))
    from += size
  }
  measureGroups(table)
}

/** What a row is sorted by: the place of its value among those of a facet, or what its cell has. */
function keysBy(table: HTMLElement, { cellIndex, dataset: { by } }: HTMLTableCellElement): (row: HTMLTableRowElement) => string {
  if (by === undefined) return ({ cells }) => textOf(cells[cellIndex])
  const places = new Map(valuesOf(table, by).map((value, place) => [value, String(place)]))
  return ({ dataset }) => places.get(dataset[by] ?? '') ?? ''
}

const textOf = (cell: HTMLTableCellElement | undefined): string => cell?.dataset['sort'] ?? cell?.textContent?.trim() ?? ''

const valuesOf = (table: HTMLElement, facet: string): readonly string[] =>
  [...table.querySelectorAll<HTMLInputElement>(`fieldset[data-facet="${facet}"] input`)].map(({ value }) => value)
