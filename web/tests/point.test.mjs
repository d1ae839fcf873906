// The page of a section or station: the chart draws, the items can be chosen, the table sorts with unknown values last.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { BASE, launch, pageKinds, skip, visit } from "./browser.mjs";

describe("a point's page", { skip }, () => {
  let browser;
  let kinds;
  before(async () => {
    browser = await launch();
    kinds = await pageKinds(browser);
  });
  after(() => browser?.close());

  for (const kind of ["section", "station"]) {
    test(`the chart of a ${kind} draws and its items can be chosen`, async () => {
      const { page, context, faults } = await visit(browser, kinds[kind], "zh");
      await page.locator("#chart canvas").waitFor();
      const items = page.locator(".chooser button");
      assert.ok((await items.count()) > 1, "several items");
      await items.nth(1).click();
      assert.equal(await items.nth(1).getAttribute("aria-pressed"), "true");
      assert.equal(await page.locator(".chooser [aria-pressed=true]").count(), 1);
      assert.deepEqual(faults, []);
      await context.close();
    });
  }

  test("a column sorts both ways and keeps unknown values last", async () => {
    const { page, context } = await visit(browser, kinds.station, "zh");
    const head = page.locator("table[data-sortable] thead th").nth(2);
    const numbers = () =>
      page.locator("table[data-sortable] tbody tr").evaluateAll((rows) => rows.map((row) => row.cells[2].dataset.value));
    for (const direction of ["ascending", "descending"]) {
      await head.locator("button").click();
      assert.equal(await head.getAttribute("aria-sort"), direction);
      const shown = await numbers();
      const known = shown.filter((value) => value !== "").map(Number);
      const sorted = known.toSorted((a, b) => (direction === "ascending" ? a - b : b - a));
      assert.deepEqual(known, sorted);
      assert.deepEqual(shown.slice(0, known.length).map(Number), known, "unknown values stand last");
    }
    await context.close();
  });

  test("new data leave the order that the visitor chose", async () => {
    const { page, context, faults } = await visit(browser, kinds.station, "zh");
    const head = page.locator("table[data-sortable] thead th").nth(2);
    await head.locator("button").click();
    const first = () => page.locator("table[data-sortable] tbody tr:first-child td[data-value]").nth(1).getAttribute("data-value");
    const before = await first();
    await page.evaluate(() => {
      document.querySelector(".latest-when").textContent = "stale";
      document.body.dispatchEvent(new CustomEvent("bishui:changed"));
    });
    await page.waitForFunction(() => document.querySelector(".latest-when").textContent !== "stale");
    await page.locator("[aria-sort=ascending]").waitFor();
    assert.equal(await head.getAttribute("aria-sort"), "ascending");
    assert.equal(await first(), before);
    assert.equal(await page.locator("#chart canvas").count(), 1, "the chart stays");
    assert.deepEqual(faults, []);
    await context.close();
  });

  test("a table can be taken away as a file", async () => {
    const { page, context } = await visit(browser, kinds.section, "en");
    const href = await page.locator("a[download]").getAttribute("href");
    const answer = await page.request.get(`${BASE}${href}`);
    assert.equal(answer.status(), 200);
    const bytes = await answer.body();
    assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf], "spreadsheets read it as UTF-8");
    await context.close();
  });
});
