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
    test(`plan, target, why, what was received (${language})`, async () => {
      const { page, context, faults } = await visit(browser, "/plan", language);
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
