/** The script that sorts and filters tables. @module */

/**
 * The script of a page with tables: a click on a button in a head cell sorts by that column, by
 * `data-value` if a cell has one; the search field and the boxes of a section filter the rows of
 * its table by their text and their `data-kind`. Without it, the page shows everything in its
 * original order.
 */
export const TABLE_SCRIPT = `
"use strict";
for (const table of document.querySelectorAll("table[data-sortable]")) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  const keyOf = (row, column) => {
    const cell = row.cells[column];
    if (cell.dataset.value === undefined) return cell.textContent;
    return cell.dataset.value === "" ? NaN : Number(cell.dataset.value);
  };
  const compare = (a, b) => {
    if (typeof a === "string") return a < b ? -1 : a > b ? 1 : 0;
    return a - b;
  };
  heads.forEach((head, column) => {
    head.querySelector("button")?.addEventListener("click", () => {
      const descending = head.getAttribute("aria-sort") !== "descending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      const keyed = rows.map((row) => [row, keyOf(row, column)]);
      keyed.sort(([, a], [, b]) => {
        // Cells without a value come last in either direction.
        if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) - Number.isNaN(b);
        return descending ? compare(b, a) : compare(a, b);
      });
      for (const [row] of keyed) body.append(row);
    });
  });
  const controls = table.closest("section").querySelector("[data-controls]");
  if (controls === null) continue;
  controls.hidden = false;
  const search = controls.querySelector("input[type=search]");
  const boxes = [...controls.querySelectorAll("input[type=checkbox]")];
  const shown = controls.querySelector("[data-shown]");
  const apply = () => {
    const wanted = search.value.trim().toLowerCase();
    const hidden = new Set(boxes.filter((box) => !box.checked).map((box) => box.value));
    let count = 0;
    for (const row of rows) {
      row.hidden = hidden.has(row.dataset.kind) || !texts.get(row).includes(wanted);
      if (!row.hidden) count++;
    }
    shown.textContent = count === rows.length ? "" : count + " of " + rows.length + " shown";
  };
  search.addEventListener("input", apply);
  for (const box of boxes) box.addEventListener("change", apply);
}
`;
