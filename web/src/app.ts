// The one script of every page: live parts, sortable tables, and the islands that the page asks for.
import "htmx.org";

import { listen } from "./live";
import { sortableTables } from "./sort";

// Islands are loaded only by the pages that hold one: the map and the charts are most of the weight.
const ISLANDS: Record<string, () => Promise<{ mount(place: HTMLElement): void }>> = {
  map: () => import("./map"),
  chart: () => import("./chart"),
};

async function mountIslands(): Promise<void> {
  for (const place of document.querySelectorAll<HTMLElement>("[data-island]:not([data-mounted])")) {
    const load = ISLANDS[place.dataset.island ?? ""];
    if (!load) continue;
    place.dataset.mounted = "";
    const island = await load();
    island.mount(place);
  }
}

sortableTables();
listen();
void mountIslands();
document.body.addEventListener("htmx:after:swap", () => void mountIslands());
