// A page of the product in headless Chromium, watched: no request may leave the machine, and nothing
// may be written to the console.
import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const WIDTHS = [1280, 768, 390];
export const LANGUAGES = ["vi", "en"];

/** Where pictures go, for people to look at. */
export const pictures = process.env.EXEMPLAR_PICTURES || "build/pictures";
fs.mkdirSync(pictures, { recursive: true });

export function launch() {
  const flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
  return chromium.launch({ executablePath: process.env.EXEMPLAR_CHROMIUM || "/usr/bin/chromium", args: flags });
}

/** Opens a file from disk; what it asks of a network or says on the console is in `complaints`. */
export async function open(browser, file, { width = 1280, height = 900, language = "vi", media = "screen", hash = "" } = {}) {
  // axe is put in from outside, which the page's own policy would forbid.
  const context = await browser.newContext({ viewport: { width, height }, bypassCSP: true, reducedMotion: "reduce" });
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => complaints.push(`console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (!/^(file|data|blob):/.test(request.url())) complaints.push(`request: ${request.url()}`);
  });
  await page.emulateMedia({ media });
  await page.goto(`${pathToFileURL(path.resolve(file))}?lang=${language}${hash}`);
  await page.waitForSelector("main footer");
  return { page, complaints, close: () => context.close() };
}

/** What axe finds, a line for each rule. */
export async function violations(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const found = await window.axe.run(document, { resultTypes: ["violations"] });
    return found.violations.map((one) => `${one.id} (${one.impact}): ${one.nodes.length}×, first ${one.nodes[0].html.slice(0, 200)}`);
  });
}

export function assertNone(list, what) {
  assert.deepEqual(list, [], what);
}
