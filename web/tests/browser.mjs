// What the browser tests share: the address of a running server, a browser, and the list of pages.
import { existsSync } from "node:fs";

import { chromium } from "playwright-core";

const CHROMIUM = process.env.BISHUI_CHROMIUM ?? "/usr/bin/chromium";

/** The running server, e.g. `http://127.0.0.1:8080`. */
export const BASE = process.env.BISHUI_URL;

/** Why the suite cannot run here; node reports it as the reason of each skipped test. */
export const skip = !existsSync(CHROMIUM)
  ? "chromium not present"
  : !BASE
    ? "BISHUI_URL names no running server"
    : false;
if (skip) console.log(`skipped: ${skip}`);

/** A page in each language is part of most tests. */
export const LANGUAGES = ["zh", "en"];

/** Widths that every page must fit: a desk and a phone. */
export const DESK = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** Starts the browser, without any connection of its own to the outside. */
export function launch() {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      // The map draws with WebGL, which a machine without a graphics card draws by software.
      "--use-gl=angle",
      "--use-angle=swiftshader",
      "--enable-unsafe-swiftshader",
    ],
  });
}

/** Opens `path` in `language` in a fresh visit; `faults` collects errors and requests that leave the server. */
export async function visit(browser, path, language, viewport = DESK) {
  const context = await browser.newContext({ viewport, locale: language === "zh" ? "zh-CN" : "en-GB" });
  const page = await context.newPage();
  const faults = [];
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("request", (request) => {
    const address = request.url();
    if (!address.startsWith(BASE) && !address.startsWith("data:") && !address.startsWith("blob:")) faults.push(`outside: ${address}`);
  });
  const separator = path.includes("?") ? "&" : "?";
  await page.goto(`${BASE}${path}${separator}lang=${language}`);
  return { page, context, faults };
}

/** One address of each kind of page, found by following the links that a visitor would. */
export async function pageKinds(browser) {
  const { page, context } = await visit(browser, "/plan", "zh");
  const first = async (address, selector) => {
    await page.goto(`${BASE}${address}`);
    return page.locator(selector).first().getAttribute("href");
  };
  const kinds = { overview: "/", complaintNew: "/complaints/new", complaintEnter: "/complaints", signIn: "/sign-in?next=%2Fplan%2F05", plan: "/plan", clause: "/plan/05", head: "/plan/B", coverage: "/plan/coverage?state=live", registers: "/registers", sections: "/sections", stations: "/stations", faults: "/faults", network: "/network", quarantine: "/network/quarantine", forwarding: "/network/forwarding" };
  kinds.target = await first("/plan/07", "[data-testid=target-S07-22]");
  kinds.blind = await first("/plan/05", "[data-testid=target-S05-26]");
  kinds.why = await first(kinds.target, "[data-testid=why]");
  kinds.section = await first("/sections", "#points tbody th a");
  kinds.station = await first("/stations", "#points tbody tr:nth-child(2) th a");
  const counted = await first("/plan/10", ".margin-note:has(.fed-by .demo):has(.figure:not(.unknown-figure)) h3 a");
  kinds.counted = counted;
  kinds.count = await first(counted, "[data-testid=why]");
  kinds.entry = await first(kinds.count, "[data-testid=entry]");
  kinds.register = await first("/registers?show=filled", "#registers tbody th a");
  kinds.unfilled = await first("/registers?show=empty", "#registers tbody th a");
  kinds.logger = await first("/network", "#network tbody th a");
  const evidence = await firstEvidence(page, kinds.why);
  if (evidence) kinds.evidence = evidence;
  await context.close();
  return kinds;
}

async function firstEvidence(page, why) {
  await page.goto(`${BASE}${why}`);
  const link = page.locator("[data-testid=evidence]").first();
  return (await link.count()) > 0 ? link.getAttribute("href") : undefined;
}
