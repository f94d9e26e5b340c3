// Made by "npm run build" from the files in browser/. Do not edit.

export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff;
  --raised: #f6f7f9;
  --line: #d5dae1;
  --text: #1a1f26;
  --muted: #55606e;
  --link: #0b57b0;
  --unknown: #8a2c8f;
  --unused: #b3261e;
  --due-soon: #8a5300;
  --excluded: #3a56b5;
  --in-use: #2c6e49;
  --inactive: #5b6673;
  --revoked: #6e1016;
  --tint: 10%;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #11151a;
    --raised: #1a2027;
    --line: #37414d;
    --text: #e4e8ed;
    --muted: #a3aebb;
    --link: #8ab8f5;
    --unknown: #dd98e2;
    --unused: #ff9a92;
    --due-soon: #f0b860;
    --excluded: #a3b6ff;
    --in-use: #84cfa4;
    --inactive: #a3aebb;
    --revoked: #ffcdc8;
    --tint: 16%;
  }
}
* {
  box-sizing: border-box;
}
html {
  -webkit-text-size-adjust: 100%;
  scroll-padding-top: 1rem;
}
body {
  margin: 0;
  background: var(--ground);
  color: var(--text);
  font:
    0.9375rem/1.45 system-ui,
    -apple-system,
    'Segoe UI',
    Roboto,
    'Helvetica Neue',
    Arial,
    sans-serif;
  overflow-wrap: anywhere;
}
main {
  max-width: 88rem;
  margin: 0 auto;
  padding: 1.75rem clamp(1rem, 3vw, 2.5rem) 4rem;
}
h1 {
  margin: 0 0 0.75rem;
  font-size: 1.625rem;
  line-height: 1.2;
  letter-spacing: -0.01em;
}
h2 {
  margin: 2.25rem 0 0.25rem;
  font-size: 1.125rem;
}
.number {
  margin-left: 0.25rem;
  color: var(--muted);
  font-weight: 400;
  font-variant-numeric: tabular-nums;
}
p {
  margin: 0.5rem 0;
}
a {
  color: var(--link);
}
small,
.muted {
  color: var(--muted);
}
small {
  font-size: 0.8125rem;
}
code {
  font:
    0.8125rem/1.4 ui-monospace,
    SFMono-Regular,
    Menlo,
    Consolas,
    'DejaVu Sans Mono',
    monospace;
}
em {
  color: var(--muted);
  font-style: italic;
}
.brand {
  margin: 0 0 0.125rem;
  color: var(--muted);
  font-size: 0.8125rem;
}
.unseen {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
:focus-visible {
  outline: 2px solid var(--link);
  outline-offset: 2px;
}

/* What it is, and what puts it in doubt. */
.facts {
  display: flex;
  flex-wrap: wrap;
  gap: 0.5rem 1.5rem;
  margin: 0;
}
dt {
  color: var(--muted);
  font-size: 0.8125rem;
}
dd {
  margin: 0;
}
.notice {
  margin: 0.5rem 0 0;
  padding: 0.5rem 0.75rem;
  border-left: 4px solid var(--due-soon);
  background: color-mix(in srgb, var(--due-soon) var(--tint), var(--ground));
}
header + .notice,
header + p + .notice,
.totals + .notice {
  margin-top: 1rem;
}
.notice.alarm {
  border-color: var(--unused);
  background: color-mix(in srgb, var(--unused) var(--tint), var(--ground));
}

/* Totals. */
.tiles {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr));
  gap: 0.75rem;
  margin: 1.25rem 0 0.5rem;
  padding: 0;
  list-style: none;
}
.tile {
  --tone: var(--line);
  padding: 0.625rem 0.875rem 0.75rem;
  border: 1px solid var(--line);
  border-top: 4px solid var(--tone);
  border-radius: 0.25rem;
  background: var(--raised);
}
.tile b {
  display: block;
  font-size: 1.75rem;
  line-height: 1.2;
  font-variant-numeric: tabular-nums;
}
.tile small {
  display: block;
}
.tile a {
  color: inherit;
  text-decoration: none;
}
.tile a:hover {
  text-decoration: underline;
}
.tile.zero b {
  color: var(--muted);
  font-weight: 400;
}
.totals {
  font-size: 0.8125rem;
}

/* One colour for each standing, wherever it is told. */
.unknown,
[data-standing='unknown'] {
  --tone: var(--unknown);
}
.unused,
[data-standing='unused'] {
  --tone: var(--unused);
}
.due-soon,
[data-standing='due-soon'] {
  --tone: var(--due-soon);
}
.excluded,
[data-standing='excluded'] {
  --tone: var(--excluded);
}
.in-use,
[data-standing='in-use'] {
  --tone: var(--in-use);
}
.inactive,
[data-standing='inactive'],
[data-standing='none'] {
  --tone: var(--inactive);
}
.revoked {
  --tone: var(--revoked);
}
.badge,
:where(#credentials-all) td:nth-last-child(5) {
  display: inline-block;
  padding: 0 0.4375rem;
  border: 1px solid color-mix(in srgb, var(--tone) 45%, var(--ground));
  border-radius: 0.75rem;
  background: color-mix(in srgb, var(--tone) var(--tint), var(--ground));
  color: var(--tone);
  font-size: 0.8125rem;
  line-height: 1.35rem;
  white-space: nowrap;
}
/* What is done, not only found. */
.badge.revoked {
  background: var(--tone);
  color: var(--ground);
}

/* Tables. */
.table {
  position: relative;
}
table {
  width: 100%;
  border-collapse: collapse;
  font-variant-numeric: tabular-nums;
}
caption {
  padding: 0 0 0.5rem;
  color: var(--muted);
  text-align: left;
}
th,
td {
  padding: 0.3125rem 0.75rem 0.3125rem 0;
  border-bottom: 1px solid var(--line);
  text-align: left;
  vertical-align: top;
}
thead th {
  color: var(--muted);
  font-size: 0.8125rem;
  font-weight: 600;
  vertical-align: bottom;
  overflow-wrap: normal;
}
tbody th {
  font-weight: 600;
}
tbody th small {
  display: block;
  font-weight: 400;
}
th.user {
  width: 20%;
}
.credential {
  width: 17%;
  min-width: 11.5rem;
}
.days {
  width: 6rem;
  padding-right: 1.5rem;
  text-align: right;
}
/* Cells of the table of all credentials have no class. */
:where(#credentials-all) td:nth-last-child(3) {
  text-align: right;
}
.due {
  width: 8.5rem;
}
.account {
  min-width: 7rem;
}
.count {
  width: 5rem;
  text-align: right;
}
#accounts-all td.day small {
  display: block;
}
.day {
  width: 7rem;
}
.date,
.whole,
.standing,
.day,
.due,
:where(#credentials-all) td:nth-last-child(2),
.until {
  white-space: nowrap;
}
/* A table that may have thousands of rows. */
.sortable,
.sortable thead,
.sortable tbody,
.sortable caption {
  display: block;
}
.sortable tr:not([hidden]) {
  display: grid;
  align-items: start;
  gap: 0.75rem;
  border-bottom: 1px solid var(--line);
}
/* How wide is said once for all rows, not in each cell. */
.sortable {
  --user: 17rem;
  --account: ;
  --used: 6.25rem;
}
.of-accounts {
  --account: 9rem;
}
#credentials-all tr {
  grid-template-columns: var(--user) var(--account) 12.5rem 7.25rem var(--used) 5.25rem 7rem minmax(0, 1fr);
}
#events-all tr {
  grid-template-columns: var(--user) 7rem 7.25rem 12.5rem minmax(0, 1fr);
}
.sortable thead tr:not([hidden]) {
  align-items: end;
}
/* Where it has, they are laid out as they come into sight. Until then they take so much room; the script counts those that are shown. */
.long tbody {
  --row: 3.25rem;
  --rows: 50;
  content-visibility: auto;
  contain-intrinsic-block-size: calc(var(--rows) * var(--row));
}
.sortable tbody[hidden] {
  display: none;
}
.sortable :is(th, td) {
  width: auto;
  min-width: 0;
  padding-right: 0;
  border: 0;
}
.sortable td.badge,
:where(#credentials-all) .sortable td:nth-last-child(5) {
  justify-self: start;
  margin: 0.3125rem 0;
  padding: 0 0.4375rem;
  border: 1px solid color-mix(in srgb, var(--tone) 45%, var(--ground));
}
:where(#credentials-all) .sortable td:nth-last-child(4) small,
:where(#credentials-all) .sortable td:nth-last-child(2) small,
.sortable td.day small {
  display: block;
}
thead button {
  margin: 0;
  padding: 0;
  border: 0;
  background: none;
  color: inherit;
  font: inherit;
  text-align: inherit;
  cursor: pointer;
}
thead button::after {
  content: ' \\2195';
  opacity: 0.6;
}
thead [aria-sort='ascending'] button,
thead [aria-sort='descending'] button {
  color: var(--text);
}
thead [aria-sort='ascending'] button::after {
  content: ' \\2191';
  opacity: 1;
}
thead [aria-sort='descending'] button::after {
  content: ' \\2193';
  opacity: 1;
}
.more {
  margin-top: 0.5rem;
}

/* Controls, which the script shows. */
.controls:not([hidden]) {
  display: flex;
  flex-wrap: wrap;
  align-items: end;
  gap: 0.625rem 1.5rem;
  margin: 0.75rem 0;
  padding: 0.75rem 0.875rem;
  border: 1px solid var(--line);
  border-radius: 0.25rem;
  background: var(--raised);
}
.controls .search {
  flex: 0 0 100%;
  margin-bottom: -0.5rem;
}
.controls label,
legend {
  color: var(--muted);
  font-size: 0.8125rem;
}
input[type='search'],
select {
  min-height: 2.125rem;
  max-width: 100%;
  padding: 0.25rem 0.5rem;
  border: 1px solid var(--muted);
  border-radius: 0.25rem;
  background: var(--ground);
  color: var(--text);
  font: inherit;
}
input[type='search'] {
  flex: 1 1 16rem;
  min-width: 0;
}
fieldset {
  display: flex;
  flex-wrap: wrap;
  gap: 0.25rem 0.875rem;
  min-width: 0;
  margin: 0;
  padding: 0;
  border: 0;
}
legend {
  float: left;
  padding: 0;
  line-height: 1.6rem;
}
.controls .box {
  display: inline-flex;
  align-items: center;
  gap: 0.3125rem;
  color: var(--text);
  cursor: pointer;
}
.box input {
  width: 1rem;
  height: 1rem;
  margin: 0;
  accent-color: var(--link);
}
.list {
  display: grid;
  grid-template-columns: minmax(0, 1fr);
  min-width: 0;
  max-width: min(20rem, 100%);
}
.told {
  display: flex;
  flex: 0 0 100%;
  align-items: center;
  gap: 0.75rem;
  min-height: 1.75rem;
}
.told p {
  margin: 0;
}
.all {
  padding: 0.125rem 0.625rem;
  border: 1px solid var(--muted);
  border-radius: 0.25rem;
  background: var(--ground);
  color: var(--text);
  font: inherit;
  cursor: pointer;
}

/* Pictures. */
.charts {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(36rem, 100%), 1fr));
  gap: 0 2.5rem;
}
.charts h2 {
  grid-column: 1 / -1;
}
/* Side by side they have their parts on the same lines. */
.chart {
  display: grid;
  grid-row: span 5;
  grid-template-rows: subgrid;
  grid-template-columns: minmax(0, 1fr);
  row-gap: 0;
  min-width: 0;
  margin: 0.75rem 0 0;
}
.chart:only-of-type {
  grid-column: 1 / -1;
}
figcaption {
  font-weight: 600;
}
.legend {
  display: flex;
  flex-wrap: wrap;
  gap: 0.125rem 1rem;
  margin: 0.25rem 0;
  padding: 0;
  color: var(--muted);
  font-size: 0.8125rem;
  list-style: none;
}
.swatch {
  display: inline-block;
  width: 0.6875rem;
  height: 0.6875rem;
  margin-right: 0.375rem;
  background: var(--tone);
}
.swatch.mark {
  width: 0.5rem;
  height: 0.5rem;
  background: var(--text);
  transform: rotate(45deg);
}
svg {
  display: block;
}
svg rect {
  fill: var(--tone);
}
svg text {
  fill: var(--muted);
  font-size: 11px;
  text-anchor: middle;
}
svg .tick,
svg .lane,
svg .first {
  text-anchor: start;
}
svg .last {
  text-anchor: end;
}
svg .lane {
  fill: var(--text);
}
svg rect.shade,
.swatch.shade {
  --tone: color-mix(in srgb, var(--muted) 22%, var(--ground));
}
svg .count,
svg .mark,
svg text.limit {
  fill: var(--text);
}
svg .axis {
  stroke: var(--muted);
}
svg line.limit {
  stroke: var(--text);
  stroke-dasharray: 3 3;
}
summary {
  color: var(--muted);
  font-size: 0.8125rem;
  cursor: pointer;
}
.figures {
  width: auto;
  font-size: 0.8125rem;
}
.figures td {
  text-align: right;
}
.figures th {
  overflow-wrap: normal;
}

@media (max-width: 92rem) {
  svg .tick.other {
    display: none;
  }
}

/* Evidence. */
.evidence {
  margin: 0.75rem 0 1.5rem;
}
.evidence div {
  display: grid;
  grid-template-columns: 9rem 1fr;
  gap: 0 1rem;
  padding: 0.25rem 0;
  border-bottom: 1px solid var(--line);
}
.sign {
  display: none;
}

/* Where the sentence has to make room for dates that it tells as well. */
@media screen and (max-width: 82rem) {
  .sortable .used,
  :where(#credentials-all) .sortable td:nth-last-child(4) {
    display: none;
  }
  .sortable {
    --user: 22%;
    --used: ;
  }
}

/* Where there is little room a row is a card, and says in words what its heading would. */
@media screen and (max-width: 62rem) {
  .data,
  .data thead,
  .data tbody:not([hidden]),
  .data tr,
  .data th,
  .data td,
  .data caption {
    display: block;
  }
  .data tbody tr:not([hidden]) {
    display: flex;
    flex-wrap: wrap;
    gap: 0.125rem 0.75rem;
    padding: 0.5rem 0;
    border-bottom: 1px solid var(--line);
  }
  .long tbody {
    --row: 7.5rem;
  }
  .data.data.data small {
    display: inline;
  }
  .data.data :is(th, td) {
    flex: 0 1 auto;
    width: auto;
    min-width: 0;
    max-width: 100%;
    padding: 0;
    border: 0;
    text-align: left;
    white-space: normal;
  }
  .data.data tbody th,
  .data.data tbody .why,
  .data.sortable td:last-child {
    flex: 0 0 100%;
  }
  .data.sortable td.badge,
  :where(#credentials-all) .data.sortable td:nth-last-child(5) {
    margin: 0;
    padding: 0 0.4375rem;
    border: 1px solid color-mix(in srgb, var(--tone) 45%, var(--ground));
    white-space: nowrap;
  }
  .data td:empty {
    display: none;
  }
  #accounts-all td.day small {
    display: inline;
  }
  #accounts-all td:nth-child(4)::after {
    content: ' not judged';
  }
  #accounts-all td:nth-child(5)::after {
    content: ' non-compliant';
  }
  #accounts-all td:nth-child(6)::after {
    content: ' excluded';
  }
  #accounts-all td:nth-child(7)::after {
    content: ' compliant';
  }
  #accounts-all td:nth-child(8)::after {
    content: ' users';
  }
  #accounts-all td:nth-child(9)::after {
    content: ' unused';
  }
  #accounts-all td:nth-child(10)::after {
    content: ' unused soon';
  }
  #accounts-all td:nth-child(11)::after {
    content: ' credentials';
  }
  #accounts-all td:nth-child(12):not(:empty)::before {
    content: 'limit ';
  }
  #accounts-all td:nth-child(13):not(:empty)::before {
    content: 'exclusion list: ';
  }
  .data td.days:not(:empty)::after,
  :where(#credentials-all) .data td:nth-last-child(3):not(:empty)::after {
    content: ' days idle';
  }
  .data td.due:not(:empty)::before,
  :where(#credentials-all) .data td:nth-last-child(2):not(:empty)::before {
    content: 'unused from ';
  }
  .data td.since:not(:empty)::before {
    content: 'unused since ';
  }
  .data td.until:not(:has(em))::before {
    content: 'until ';
  }
  .data td.owner:not(:has(em))::before {
    content: 'owner ';
  }
  .data thead tr:not([hidden]) {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1rem;
    padding: 0.25rem 0;
    border-bottom: 1px solid var(--line);
  }
  .data:not(.sortable) thead {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .data.data thead th {
    width: auto;
    padding: 0;
    border: 0;
  }
  .figures.figures th {
    overflow-wrap: anywhere;
  }
  .evidence div {
    grid-template-columns: 1fr;
  }
  svg .tick.other,
  svg .tick.second,
  svg .count.crowded {
    display: none;
  }
}

@page {
  size: A4;
  margin: 14mm 12mm;
}
@media print {
  :root {
    font-size: 11px;
  }
  main {
    max-width: none;
    padding: 0;
  }
  .controls:not([hidden]),
  .more,
  summary {
    display: none;
  }
  svg text {
    font-size: 9px;
  }
  svg .tick.other,
  svg .tick.second,
  svg .count.crowded {
    display: none;
  }
  .sortable {
    display: table;
    table-layout: fixed;
  }
  .sortable thead,
  thead {
    display: table-header-group;
  }
  .sortable tbody:not([hidden]) {
    display: table-row-group;
    content-visibility: visible;
  }
  .sortable tr:not([hidden]) {
    display: table-row;
  }
  .sortable caption {
    display: table-caption;
  }
  .sortable :is(th, td) {
    padding-right: 0.75rem;
    border-bottom: 1px solid var(--line);
  }
  .sortable .user {
    width: 20%;
  }
  .sortable .account {
    width: 10%;
  }
  .sortable .credential {
    width: 20%;
  }
  .sortable .standing {
    width: 11%;
  }
  .sortable .used {
    width: 11%;
  }
  .sortable .days {
    width: 7%;
  }
  .sortable :is(.due, .day) {
    width: 11%;
  }
  /* The sentence needs the room. */
  .of-accounts .used,
  :where(#credentials-all) .of-accounts td:nth-last-child(4) {
    display: none;
  }
  /* On paper in words and colour: a cell of a table is as wide as its column. */
  .sortable td.badge,
  :where(#credentials-all) .sortable td:nth-last-child(5) {
    display: table-cell;
    padding: 0.3125rem 0.75rem 0.3125rem 0;
    border: 0;
    border-bottom: 1px solid var(--line);
    border-radius: 0;
    background: none;
    color: var(--tone);
    font-weight: 600;
    line-height: inherit;
  }
  thead button::after {
    content: none;
  }
  tr,
  .chart,
  .tile,
  .notice,
  .sign {
    break-inside: avoid;
  }
  h2,
  caption {
    break-after: avoid;
  }
  .sign {
    display: grid;
    grid-template-columns: 2fr 1fr 2fr;
    gap: 2rem;
    margin-top: 3rem;
  }
  .sign dd {
    height: 2.5rem;
    border-bottom: 1px solid var(--text);
  }
}
`

export const SCRIPT = `
"use strict";
(() => {
  var rowsOf = (table) => [
    ...table.querySelectorAll(":scope > table > tbody > tr")
  ];
  var countRows = (table) => groupsOf(table).reduce((sum, { rows }) => sum + rows.length, 0);
  var groupsOf = (table) => [
    ...table.querySelectorAll(":scope > table > tbody")
  ];
  function measureGroups(table) {
    for (const group of groupsOf(table)) {
      const shown = [...group.rows].filter(({ hidden }) => !hidden).length;
      group.hidden = shown === 0;
      group.style.setProperty("--rows", String(shown));
    }
  }

  function makeFilterable(table) {
    const controls = table.querySelector(":scope > .controls");
    const search = controls?.querySelector("input[type=search]");
    const status = controls?.querySelector("[role=status]");
    const all = controls?.querySelector("button.all");
    if (controls == null || search == null || status == null || all == null) return;
    let searched;
    const facets = [...controls.querySelectorAll("[data-facet]")];
    const tell = (shown, of) => {
      status.textContent = shown === 0 ? "Nothing fits." : \`\${shown} of \${of} rows shown\`;
      all.hidden = shown === of;
    };
    const show = () => {
      searched ??= rowsOf(table).map((row) => ({ row, text: (row.textContent ?? "").toLowerCase() }));
      const words = search.value.toLowerCase().split(/\\s+/).filter((word) => word !== "");
      const wanted = facets.map((facet) => [facet.dataset["facet"] ?? "", chosen(facet)]);
      let shown = 0;
      for (const { row, text } of searched) {
        const fits = words.every((word) => text.includes(word)) && wanted.every(([facet, fit]) => fit(row.dataset[facet] ?? ""));
        if (row.hidden === fits) row.hidden = !fits;
        if (fits) shown += 1;
      }
      measureGroups(table);
      tell(shown, searched.length);
    };
    const reset = (only) => {
      search.value = "";
      for (const box of boxesOf(controls)) box.checked = only === void 0 || box.value === only;
      for (const list of controls.querySelectorAll("select")) list.value = "";
      show();
    };
    controls.addEventListener("input", show);
    all.addEventListener("click", () => {
      reset();
      search.focus();
    });
    document.addEventListener("click", ({ target }) => {
      const link = target instanceof Element ? target.closest("[data-only]") : null;
      if (link !== null) reset(link.dataset["only"]);
    });
    controls.hidden = false;
    if (search.value === "" && facets.every((facet) => isAsItComes(facet))) tell(countRows(table), countRows(table));
    else show();
  }
  var boxesOf = (part) => [...part.querySelectorAll("input[type=checkbox]")];
  var isAsItComes = (facet) => facet instanceof HTMLSelectElement ? facet.value === "" : boxesOf(facet).every(({ checked }) => checked);
  function chosen(facet) {
    if (facet instanceof HTMLSelectElement) {
      const { value: picked } = facet;
      return (value) => picked === "" || value === picked;
    }
    const ticked = new Set(boxesOf(facet).flatMap(({ checked, value }) => checked ? [value] : []));
    return (value) => ticked.has(value);
  }

  var collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  function makeSortable(table) {
    const headings = [...table.querySelectorAll("thead th")];
    for (const heading of headings) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      heading.append(button);
    }
    table.querySelector("thead")?.addEventListener("click", ({ target }) => {
      const heading = target instanceof Element ? target.closest("th") : null;
      if (heading === null || !(target instanceof Element) || target.closest("button") === null) return;
      const isDown = heading.getAttribute("aria-sort") === "ascending";
      for (const each of headings) each.removeAttribute("aria-sort");
      heading.setAttribute("aria-sort", isDown ? "descending" : "ascending");
      sort(table, heading, isDown);
    });
  }
  function sort(table, heading, isDown) {
    const keyOf = keysBy(table, heading);
    const keyed = rowsOf(table).map((row) => ({ row, key: keyOf(row) }));
    keyed.sort(({ key: one }, { key: other }) => {
      if (one === "" || other === "") return Number(one === "") - Number(other === "");
      return isDown ? collator.compare(other, one) : collator.compare(one, other);
    });
    const rows = keyed.map(({ row }) => row);
    let from = 0;
    for (const [group, size] of groupsOf(table).map((each) => [each, each.rows.length])) {
      group.append(...rows.slice(from, from + size));
      from += size;
    }
    measureGroups(table);
  }
  function keysBy(table, { cellIndex, dataset: { by } }) {
    if (by === void 0) return ({ cells }) => textOf(cells[cellIndex]);
    const places = new Map(valuesOf(table, by).map((value, place) => [value, String(place)]));
    return ({ dataset }) => places.get(dataset[by] ?? "") ?? "";
  }
  var textOf = (cell) => cell?.dataset["sort"] ?? cell?.textContent?.trim() ?? "";
  var valuesOf = (table, facet) => [...table.querySelectorAll(\`fieldset[data-facet="\${facet}"] input\`)].map(({ value }) => value);

  for (const table of document.querySelectorAll(".table:has(> .sortable)")) {
    makeSortable(table);
    makeFilterable(table);
  }
})();
`
