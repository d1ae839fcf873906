// Tables that sort by any column. The header cells become buttons; without scripts the tables stay in the server's order.

interface Order {
  column: number;
  ascending: boolean;
}

// Remembered by table id, because a live refresh replaces the rows.
const orders = new Map<string, Order>();

/** Makes the tables of the page sortable, also those that arrive later. */
export function sortableTables(): void {
  prepareAll();
  document.body.addEventListener("htmx:after:swap", prepareAll);
}

function prepareAll(): void {
  for (const table of document.querySelectorAll<HTMLTableElement>("table[data-sortable]")) {
    prepare(table);
    const order = orders.get(table.id);
    if (order) apply(table, order);
  }
}

function prepare(table: HTMLTableElement): void {
  const heads = table.tHead?.rows[0]?.cells ?? [];
  for (const [column, head] of [...heads].entries()) {
    if (head.querySelector("button")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const known = orders.get(table.id);
      const order = { column, ascending: known?.column === column ? !known.ascending : true };
      orders.set(table.id, order);
      apply(table, order);
    });
  }
}

function apply(table: HTMLTableElement, order: Order): void {
  const body = table.tBodies[0];
  const heads = table.tHead?.rows[0]?.cells;
  if (!body || !heads) return;
  for (const [column, head] of [...heads].entries()) {
    if (column === order.column) head.setAttribute("aria-sort", order.ascending ? "ascending" : "descending");
    else head.removeAttribute("aria-sort");
  }
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const keyed = [...body.rows].map((row) => ({ row, key: keyOf(row.cells[order.column]) }));
  keyed.sort((a, b) => compare(a.key, b.key, collator, order.ascending));
  body.append(...keyed.map((entry) => entry.row));
}

function keyOf(cell: HTMLTableCellElement | undefined): string {
  return cell?.dataset.value ?? cell?.textContent?.trim() ?? "";
}

/** Unknown values stay at the end whichever way the column runs. */
function compare(a: string, b: string, collator: Intl.Collator, ascending: boolean): number {
  if (a === "" || b === "") return Number(a === "") - Number(b === "");
  const [first, second] = [Number(a), Number(b)];
  const order = Number.isNaN(first) || Number.isNaN(second) ? collator.compare(a, b) : first - second;
  return ascending ? order : -order;
}
