// From a sentence of the plan to the frame that proves it, in three clicks.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { LANGUAGES, launch, skip, visit } from "./browser.mjs";

describe("three clicks", { skip }, () => {
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  for (const language of LANGUAGES) {
    test(`clause, target, why, what was received (${language})`, async () => {
      const { page, context, faults } = await visit(browser, "/plan/07", language);
      await page.locator("[data-testid=target-S07-22]").click();
      await page.waitForURL(/\/targets\/S07-22/);
      await page.locator("[data-testid=why]").first().click();
      await page.waitForURL(/\/why\//);
      const evidence = page.locator("[data-testid=evidence]").first();
      assert.ok(await evidence.isVisible(), "the first evidence is in sight without a further click");
      await evidence.click();
      await page.waitForURL(/\/evidence\//);
      const raw = await page.locator("[data-testid=raw]").innerText();
      assert.ok(raw.trim().length > 10, "the text as received is shown");
      assert.equal(await page.locator("html").getAttribute("lang"), language === "zh" ? "zh-CN" : "en");
      assert.deepEqual(faults, []);
      await context.close();
    });
  }

  for (const language of LANGUAGES) {
    test(`clause, counted target, why, the line of an entry (${language})`, async () => {
      const { page, context, faults } = await visit(browser, "/plan/10", language);
      await page.locator(".margin-note:has(.fed-by .demo):has(.figure:not(.unknown-figure)) h3 a").first().click();
      await page.waitForURL(/\/targets\//);
      await page.locator("[data-testid=why]").first().click();
      await page.waitForURL(/\/why\/target\//);
      const entry = page.locator("[data-testid=entry]").first();
      assert.ok(await entry.isVisible(), "the first entry is in sight without a further click");
      await entry.click();
      await page.waitForURL(/\/why\/entry\//);
      assert.match(await page.locator(".reasons").first().innerText(), language === "zh" ? /registers\/.+\.csv 第\d+行/ : /registers\/.+\.csv, line \d+/);
      await page.locator(".page-head .more").click();
      await page.waitForURL(/\/registers\/.+#line-\d+/);
      assert.ok(await page.locator("tr:target").isVisible(), "the register shows the entry in its place");
      assert.deepEqual(faults, []);
      await context.close();
    });
  }

  test("from the table of contents to a clause, its neighbour, and the clause that a target names", async () => {
    const { page, context, faults } = await visit(browser, "/plan#clause-05", "zh");
    const line = page.locator("#clause-05");
    assert.match(await line.innerText(), /项目标/);
    await line.locator("> a").click();
    await page.waitForURL(/\/plan\/05$/);
    await page.locator("[rel=next]").first().click();
    await page.waitForURL(/\/plan\/06$/);
    await page.locator(".clause-nav a[href='/plan/07']").click();
    await page.waitForURL(/\/plan\/07$/);
    assert.equal(await page.locator(".clause-nav [aria-current=page]").count(), 1);
    await page.locator("[data-testid=target-S07-22]").click();
    await page.waitForURL(/\/targets\/S07-22/);
    await page.locator(".crumbs a").nth(1).click();
    await page.waitForURL(/\/plan\/07$/);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test("the language is remembered, and its switch keeps the page", async () => {
    const { page, context } = await visit(browser, "/targets/S07-22", "zh");
    await page.locator(".language a[lang=en]").click();
    await page.waitForURL(/\/targets\/S07-22\?lang=en/);
    await page.locator(".rooms a").nth(1).click();
    await page.waitForURL(/\/plan$/);
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    await context.close();
  });
});
