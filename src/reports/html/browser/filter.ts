import { countRows, measureGroups, rowsOf } from './rows.ts'

type Searched = { readonly row: HTMLTableRowElement; readonly text: string }

/** Show the controls of a table, and of its rows those alone that fit them. One listener hears them all. */
export function makeFilterable(table: HTMLElement): void {
  const controls = table.querySelector<HTMLElement>(':scope > .controls')
  const search = controls?.querySelector<HTMLInputElement>('input[type=search]')
  const status = controls?.querySelector('[role=status]')
  const all = controls?.querySelector<HTMLButtonElement>('button.all')
  if (controls == null || search == null || status == null || all == null) return
  let searched: readonly Searched[] | undefined
  const facets = [...controls.querySelectorAll<HTMLElement>('[data-facet]')]

  const tell = (shown: number, of: number): void => {
    status.textContent = shown === 0 ? 'Nothing fits.' : `${shown} of ${of} rows shown`
    all.hidden = shown === of
  }
  const show = (): void => {
    searched ??= rowsOf(table).map((row): Searched => ({ row, text: (row.textContent ?? '').toLowerCase() }))
    const words = search.value
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '')
    const wanted = facets.map((facet) => [facet.dataset['facet'] ?? '', chosen(facet)] as const)
    let shown = 0
    for (const { row, text } of searched) {
      const fits = words.every((word) => text.includes(word)) && wanted.every(([facet, fit]) => fit(row.dataset[facet] ?? ''))
      if (row.hidden === fits) row.hidden = !fits
      if (fits) shown += 1
    }
    measureGroups(table)
    tell(shown, searched.length)
  }
  const reset = (only?: string): void => {
    search.value = ''
    for (const box of boxesOf(controls)) box.checked = only === undefined || box.value === only
    for (const list of controls.querySelectorAll('select')) list.value = ''
    show()
  }

  controls.addEventListener('input', show)
  all.addEventListener('click', () => {
    reset()
    search.focus()
  })
  document.addEventListener('click', ({ target }) => {
    const link = target instanceof Element ? target.closest<HTMLElement>('[data-only]') : null
    if (link !== null) reset(link.dataset['only'])
  })
  controls.hidden = false
  // As it comes every row is shown: to look at each of thousands now would only keep the page from opening. A browser may have kept what was chosen before.
  if (search.value === '' && facets.every((facet) => isAsItComes(facet))) tell(countRows(table), countRows(table))
  else show()
}

const boxesOf = (part: ParentNode): readonly HTMLInputElement[] => [...part.querySelectorAll<HTMLInputElement>('input[type=checkbox]')]

const isAsItComes = (facet: HTMLElement): boolean =>
  facet instanceof HTMLSelectElement ? facet.value === '' : boxesOf(facet).every(({ checked }) => checked)

/** What fits a facet: a value whose box is ticked, or the one that is picked. */
function chosen(facet: HTMLElement): (value: string) => boolean {
  if (facet instanceof HTMLSelectElement) {
    const { value: picked } = facet
    return (value) => picked === '' || value === picked
  }
  const ticked = new Set(boxesOf(facet).flatMap(({ checked, value }) => (checked ? [value] : [])))
  return (value) => ticked.has(value)
}
