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
    sort(table, heading.cellIndex, isDown)
  })
}

function sort(table: HTMLElement, column: number, isDown: boolean): void {
  const keyed = rowsOf(table).map((row) => ({ row, key: keyOf(row.cells[column]) }))
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

const keyOf = (cell: HTMLTableCellElement | undefined): string => cell?.dataset['sort'] ?? cell?.textContent?.trim() ?? ''
