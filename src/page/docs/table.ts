import { html, type SafeHtml } from '../../text/safe-html.js';

/**
 * A table whose rows become blocks on a narrow screen. The roles are those that the elements have anyway: browsers
 * forget them where style makes a block of a row.
 */
export function table(
  name: string,
  columns: readonly string[],
  rows: readonly { readonly id?: string; readonly cells: readonly SafeHtml[] }[],
): SafeHtml {
  const heads = columns.map((column) => html`<th role="columnheader" scope="col">${column}</th>`);
  const body = rows.map(({ id, cells }) => {
    const [first, ...others] = cells.map((cell, i) => ({ cell, column: columns[i] ?? '' }));
    const rest = others.map(({ cell, column }) =>
      cell.text === ''
        ? html`<td role="cell"></td>`
        : html`<td role="cell" data-column="${column}">${cell}</td>`,
    );
    const anchor = id === undefined ? null : html` id="${id}"`;
    return html`<tr role="row"${anchor}><th role="rowheader" scope="row">${first?.cell ?? null}</th>${rest}</tr>\n`;
  });
  return html`<table role="table" aria-label="${name}">
<thead role="rowgroup"><tr role="row">${heads}</tr></thead>
<tbody role="rowgroup">
${body}</tbody>
</table>
`;
}
