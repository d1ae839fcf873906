// People at work: somebody enters a post, opens a matter, hands it to a county, and sees where it stands; every page of it is fit for all.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";

import { BASE, DESK, LANGUAGES, launch, PHONE, skip } from "./browser.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

describe("matters", { skip }, () => {
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  test("a matter is opened, assigned, and waits for the county", async () => {
    const page = await enter(browser, "River chief office, duty desk");
    const address = await opened(page, "Black water at the mouth");
    const form = page.locator("[data-testid=action-assign]");
    await form.locator("summary").click();
    await form.locator("textarea[name='fact.requirement']").fill("Find the outfall within three days");
    await form.locator("select[name='fact.urgency']").selectOption("urgent");
    await form.locator("select[name='holder.county-office']").selectOption("yuhu-head");
    await form.locator(".button").click();
    assert.match(await page.locator(".matter-facts").textContent(), /assigned/);
    assert.match(await page.locator(".matter-facts").textContent(), /Head of Yuhu District/);
    await page.goto(`${BASE}/matters?owner=yuhu-head&lang=en`);
    assert.equal(await page.locator(`#matters a[href="${new URL(address).pathname}"]`).count(), 1);
    await page.context().close();
  });

  test("what has been changed by somebody else is told, and nothing is done twice", async () => {
    const page = await enter(browser, "River chief office, duty desk");
    const address = await opened(page, "Seen by two people");
    const other = await page.context().newPage();
    for (const each of [page, other]) {
      await each.goto(`${address}?lang=en`);
      const form = each.locator("[data-testid=action-assign]");
      await form.locator("summary").click();
      await form.locator("textarea[name='fact.requirement']").fill("Look into it");
      await form.locator("select[name='fact.urgency']").selectOption("ordinary");
      await form.locator("select[name='holder.county-office']").selectOption("yuhu-head");
    }
    await page.locator("[data-testid=action-assign] .button").click();
    await other.locator("[data-testid=action-assign] .button").click();
    assert.match(await other.locator("[role=alert]").first().textContent(), /does not allow|Somebody else was first/);
    assert.equal(await other.locator(".course > li").count(), 2, "opened and assigned once");
    await page.context().close();
  });

  test("whoever has not signed in is asked to, and comes back", async () => {
    const context = await browser.newContext({ locale: "en-GB" });
    const page = await context.newPage();
    await page.goto(`${BASE}/work`);
    assert.match(page.url(), /\/sign-in\?next=%2Fwork$/);
    await context.close();
  });

  test("the journal tells every act to whoever may read it, and proves itself", async () => {
    const duty = await enter(browser, "River chief office, duty desk");
    await opened(duty, "To be found in the journal");
    await duty.goto(`${BASE}/audit?lang=en`);
    assert.match(await duty.locator("main").textContent(), /may not read the journal/);
    await duty.context().close();
    const page = await enter(browser, "Head of the river chief office");
    await page.goto(`${BASE}/audit?lang=en`);
    assert.match(await page.locator("#acts tbody tr").first().textContent(), /To be found in the journal: register/);
    await page.locator("a.button", { hasText: "Prove the whole chain" }).click();
    assert.match(await page.locator("[role=status]").textContent(), /the chain is whole/);
    await page.evaluate(AXE);
    assert.deepEqual(await page.evaluate(findings, RULES), []);
    await page.setViewportSize(PHONE);
    const excess = await page.evaluate(() => document.documentElement.scrollWidth - globalThis.innerWidth);
    assert.ok(excess <= 0, `${excess} pixels too wide`);
    await page.context().close();
  });

  for (const language of LANGUAGES) {
    test(`every page of it (${language})`, async () => {
      const page = await enter(browser, "River chief office, duty desk");
      const matter = await opened(page, "Looked at by all");
      for (const address of [`${BASE}/work`, `${BASE}/matters`, `${BASE}/matters/new/matter?action=register`, matter]) {
        await page.setViewportSize(DESK);
        await page.goto(`${address}${address.includes("?") ? "&" : "?"}lang=${language}`);
        for (const action of await page.locator("details.action summary").all()) await action.click();
        await page.evaluate(AXE);
        for (const colorScheme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
          assert.deepEqual(await page.evaluate(findings, RULES), [], `${address} ${colorScheme}`);
        }
        await page.setViewportSize(PHONE);
        const excess = await page.evaluate(() => document.documentElement.scrollWidth - globalThis.innerWidth);
        assert.ok(excess <= 0, `${address} is ${excess} pixels too wide at ${PHONE.width}`);
      }
      await page.context().close();
    });
  }
});

/** A page of somebody who has entered a post of the demonstration. */
async function enter(browser, post) {
  const context = await browser.newContext({ viewport: DESK, locale: "en-GB" });
  const page = await context.newPage();
  await page.goto(`${BASE}/sign-in?next=/work&lang=en`);
  await page.locator("[data-testid=entrances] button", { hasText: post }).click();
  return page;
}

/** Opens a matter; its address. */
async function opened(page, title) {
  await page.goto(`${BASE}/matters/new/matter?action=register&lang=en`);
  await page.locator("#title").fill(title);
  await page.locator("select[name='fact.matter_source']").selectOption("media");
  await page.locator("form.form .button").click();
  assert.match(page.url(), /\/matters\/matter-\d+$/);
  const address = page.url();
  await page.goto(`${address}?lang=en`);
  return address;
}

/** Runs inside the page: what axe finds, one line each. */
async function findings(rules) {
  const { violations } = await globalThis.axe.run(document, { runOnly: { type: "tag", values: rules } });
  return violations.map((each) => `${each.id}: ${each.help}: ${each.nodes.slice(0, 3).map((node) => node.html).join(" | ")}`);
}
