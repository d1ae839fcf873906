// Registers and coverage: both work without scripts, and their links land where they say.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { BASE, launch, PHONE, skip, visit } from "./browser.mjs";

describe("registers and coverage", { skip }, () => {
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  test("a search without scripts narrows the list and keeps its words", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, locale: "en-GB" });
    const page = await context.newPage();
    await page.goto(`${BASE}/registers?show=filled&lang=en`);
    const before = await page.locator("#registers tbody tr").count();
    const name = await page.locator("#registers tbody tr code").first().innerText();
    await page.locator("#words").fill(name);
    await page.locator(".search button").click();
    await page.waitForURL(/q=/);
    const after = await page.locator("#registers tbody tr").count();
    assert.ok(after >= 1 && after < before, `${after} of ${before}`);
    assert.equal(await page.locator("#words").inputValue(), name);
    assert.match(page.url(), /show=filled/, "the state stays chosen");
    await context.close();
  });

  test("the entries of a register sort, and can be taken away as a file", async () => {
    const { page, context, faults } = await visit(browser, "/registers?show=filled", "en");
    await page.locator("#registers tbody th a").first().click();
    await page.waitForURL(/\/registers\/[a-z]/);
    await page.locator("#entries thead th").first().locator("button").click();
    assert.equal(await page.locator("#entries [aria-sort=ascending]").count(), 1);
    const rows = await page.locator("#entries tbody tr").count();
    const answer = await page.request.get(`${BASE}${await page.locator("a[download]").getAttribute("href")}`);
    const lines = (await answer.text()).trim().split("\r\n");
    assert.equal(lines.length, rows + 1, "a header and every entry");
    assert.deepEqual(faults, []);
    await context.close();
  });

  test("a row of the resolution leads to the block that realises it, on a phone too", async () => {
    const { page, context, faults } = await visit(browser, "/plan/coverage?state=live", "zh", PHONE);
    const link = page.locator(".coverage-by a").first();
    const id = (await link.getAttribute("href")).split("#")[1];
    await link.click();
    await page.waitForURL(new RegExp(`/plan/[0-9A-Z]+#${id}$`));
    assert.ok(await page.locator(`[id="${id}"]`).isVisible(), id);
    assert.deepEqual(faults, []);
    await context.close();
  });
});
