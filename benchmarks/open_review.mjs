// How long a review takes to open from disk: node benchmarks/open_review.mjs EXEMPLAR [RUNS]
//
//   the city's review          249 × 22     packs/hcmc-ward-police, 2023
//   a review of the country  3,321 × 22     benchmarks/make_country_pack; needs ../shared/facts
//
// From the start of navigation to the first picture of the whole page: its footer stands, and the browser
// has painted after that. What is heard of the page itself is printed too: reading the data and drawing
// (until the scripts are done). One JSON line a review. Cold: a new browser context each time.
// Exit code 77 where the browser is not installed (tools/setup browser).
import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const exemplar = path.resolve(process.argv[2] || path.join(root, "build/release/src/exemplar"));
const runs = Number(process.argv[3] || 7);

let chromium;
try {
  const required = createRequire(path.join(root, "tests/browser/browser.mjs"));
  ({ chromium } = required("playwright-core"));
} catch {
  console.error("skipped: the browser tests are not set up (tools/setup browser)");
  process.exit(77);
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "exemplar-bench-"));

/** Milliseconds since the start of navigation, of one opening. */
async function opening(browser, file) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href, { waitUntil: "commit" });
  await page.waitForSelector("main footer", { state: "attached" });
  const times = await page.evaluate(async () => {
    // Two frames: the first begins after the page is laid out and painted for the first time.
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const [navigation] = performance.getEntriesByType("navigation");
    return { painted: performance.now(), scripts: navigation.domContentLoadedEventEnd, elements: document.querySelectorAll("*").length };
  });
  await context.close();
  return times;
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function measure(browser, name, words, bound) {
  const file = path.join(folder, "review.html");
  const begun = performance.now();
  execFileSync(exemplar, ["review", ...words, "--out", file]);
  const written = performance.now() - begun;
  const found = [];
  for (let i = 0; i < runs; ++i) found.push(await opening(browser, file));
  const painted = found.map((one) => one.painted);
  const seconds = (milliseconds) => Number((milliseconds / 1000).toFixed(3));
  console.log(JSON.stringify({
    work: name, seconds: seconds(median(painted)), runs: painted.map(seconds), asked: bound,
    scripts: seconds(median(found.map((one) => one.scripts))), elements: found[0].elements,
    megabytes: Number((fs.statSync(file).size / 1e6).toFixed(2)), written: seconds(written),
  }));
}

const flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
const browser = await chromium.launch({ executablePath: process.env.EXEMPLAR_CHROMIUM || "/usr/bin/chromium", args: flags });
try {
  await measure(browser, "249 × 22", [path.join(root, "packs/hcmc-ward-police"), "--period", "2023"], 1);
  const country = path.join(folder, "country");
  const made = spawnSync(path.join(root, "benchmarks/make_country_pack"), [country], { encoding: "utf8" });
  if (made.status === 77) console.log(JSON.stringify({ work: "3,321 × 22", skipped: made.stdout.trim() }));
  else if (made.status !== 0) throw new Error(made.stderr);
  else await measure(browser, "3,321 × 22", [country, "--period", "2025"], 3);
} finally {
  await browser.close();
  fs.rmSync(folder, { recursive: true });
}
