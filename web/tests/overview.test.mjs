// The front page: the map draws, its markers lead on, new data arrive without a reload.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { LANGUAGES, launch, skip, visit } from "./browser.mjs";

describe("overview", { skip }, () => {
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  for (const language of LANGUAGES) {
    test(`map, markers and lists say the same (${language})`, async () => {
      const { page, context, faults } = await visit(browser, "/", language);
      await page.locator("#map canvas").waitFor({ state: "visible" });
      const markers = page.locator("#map a.marker");
      await markers.first().waitFor();
      const places = await page.evaluate(() => fetch("/map/points.json").then((answer) => answer.json()));
      assert.ok(places.length > 0, "there are points with a place");
      assert.equal(await markers.count(), places.length);
      const listed = await page.locator(".point-list .point-name").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
      for (const place of places) assert.ok(listed.includes(place.href), `${place.href} stands in a list too`);
      const boxes = await markers.evaluateAll((all) => all.map((each) => each.querySelector(".marker-dot").getBoundingClientRect().toJSON()));
      for (const [index, a] of boxes.entries()) {
        for (const b of boxes.slice(index + 1)) {
          const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
          assert.ok(apart, `no marker covers another: ${JSON.stringify([a, b])}`);
        }
      }
      assert.deepEqual(faults, []);
      await context.close();
    });
  }

  test("a marker leads to its page", async () => {
    const { page, context } = await visit(browser, "/", "zh");
    const marker = page.locator("#map a.marker-section").first();
    await marker.waitFor();
    const href = await marker.getAttribute("href");
    await marker.click();
    await page.waitForURL(`**${href}`);
    assert.equal(await page.locator("h1").count(), 1);
    await context.close();
  });

  test("a change refreshes the page in place and keeps the map", async () => {
    const { page, context, faults } = await visit(browser, "/", "zh");
    await page.locator("#map a.marker").first().waitFor();
    await page.evaluate(() => {
      document.querySelector("#map canvas").dataset.kept = "yes";
      document.querySelector(".counts dd").textContent = "stale";
      document.body.dispatchEvent(new CustomEvent("bishui:changed"));
    });
    await page.waitForFunction(() => document.querySelector(".counts dd").textContent !== "stale");
    assert.equal(await page.locator("#map canvas[data-kept=yes]").count(), 1);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test("the stream of changes is open", async () => {
    const { page, context } = await visit(browser, "/", "zh");
    await page.locator("html[data-live=open]").waitFor();
    assert.ok(await page.locator(".live-sign").isVisible());
    await context.close();
  });
});
