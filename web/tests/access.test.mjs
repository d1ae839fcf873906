// Every kind of page, in both languages: no finding of axe, light and dark; nothing sticks out on a phone.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";

import { DESK, LANGUAGES, launch, pageKinds, PHONE, skip, visit } from "./browser.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

describe("access", { skip }, () => {
  let browser;
  let kinds;
  before(async () => {
    browser = await launch();
    kinds = await pageKinds(browser);
  });
  after(() => browser?.close());

  for (const language of LANGUAGES) {
    test(`every kind of page (${language})`, async (t) => {
      for (const [kind, path] of Object.entries(kinds)) {
        await t.test(kind, async () => {
          const { page, context } = await visit(browser, path, language, DESK);
          if ((await page.locator("[data-island]").count()) > 0) await page.locator("[data-island] canvas").first().waitFor();
          // The page's policy forbids inline scripts, so axe goes in through the browser's own channel.
          await page.evaluate(AXE);
          for (const colorScheme of ["light", "dark"]) {
            await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
            assert.deepEqual(await page.evaluate(findings, RULES), [], colorScheme);
          }
          await page.setViewportSize(PHONE);
          const excess = await page.evaluate(() => document.documentElement.scrollWidth - globalThis.innerWidth);
          assert.ok(excess <= 0, `${excess} pixels too wide at ${PHONE.width}`);
          await context.close();
        });
      }
    });
  }

  test("the first thing the keyboard reaches is the way to the content", async () => {
    const { page, context } = await visit(browser, "/", "zh");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    await context.close();
  });
});

/** Runs inside the page: what axe finds, one line each. */
async function findings(rules) {
  const { violations } = await globalThis.axe.run(document, { runOnly: { type: "tag", values: rules } });
  return violations.map((each) => `${each.id}: ${each.help}: ${each.nodes.slice(0, 3).map((node) => node.html).join(" | ")}`);
}
