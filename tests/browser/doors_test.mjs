// The first page of a served office: the doors of a demonstration, what is inside, the clock; and outside
// a demonstration a password alone.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import readline from "node:readline";
import { after, before, test } from "node:test";
import { assertNone, launch, LANGUAGES, pictures, violations } from "./browser.mjs";

const exemplar = process.env.EXEMPLAR_BINARY;
const pack = path.join(process.env.EXEMPLAR_ROOT, "packs/hcmc-ward-police");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "exemplar-doors-"));
let browser;
const servers = [];

/** Serves an office until the tests end; its address. */
async function serve(name, ...options) {
  const data = path.join(folder, name);
  execFileSync(exemplar, ["load", pack, "--data", data, ...options]);
  const server = spawn(exemplar, ["serve", "--data", data, "--port", "0", "--lang", "en"], { stdio: ["ignore", "pipe", "inherit"] });
  servers.push(server);
  for await (const line of readline.createInterface({ input: server.stdout })) {
    const found = /http:\/\/127\.0\.0\.1:\d+/.exec(line);
    if (found) return found[0];
  }
  throw new Error("it does not serve");
}

let demonstration, real;
before(async () => {
  demonstration = await serve("demonstration", "--demonstration");
  real = await serve("real");
  browser = await launch();
});
after(async () => {
  await browser?.close();
  for (const server of servers) {
    const ended = new Promise((resolve) => server.on("exit", resolve));
    server.kill("SIGTERM");
    await ended;
  }
  fs.rmSync(folder, { recursive: true });
});

/** A page whose requests and console are watched: it asks its own server alone. */
async function open(address, { language = "vi", width = 1280, bypassCSP = false, colorScheme = "light" } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, bypassCSP, colorScheme, reducedMotion: "reduce" });
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => {
    // That nobody is signed in yet, and that there is no demonstration, the browser says itself.
    if (message.type() !== "info" && !/status of 40[14]/.test(message.text())) complaints.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(address + "/")) complaints.push(`request: ${request.url()}`);
  });
  await page.goto(`${address}/?lang=${language}`);
  await page.waitForSelector("h1");
  return { page, context, complaints };
}

for (const language of LANGUAGES) {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1280, 390]) {
      test(`doors, a standing and its reasons in ${language}, ${colorScheme}, ${width} pixels: axe finds nothing`, async () => {
        const { page, context, complaints } = await open(demonstration, { language, width, colorScheme, bypassCSP: true });
        await page.waitForSelector(".door");
        assert.equal(await page.locator(".door").count(), 12);
        assertNone(await violations(page), "axe outside");
        await page.screenshot({ path: path.join(pictures, `doors-${language}-${colorScheme}-${width}.png`), fullPage: true });
        await page.click("#door-lanh-dao");
        await page.waitForSelector("table");
        assertNone(await violations(page), "axe inside");
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.equal(wide, 0, "the page scrolls sideways");
        await page.screenshot({ path: path.join(pictures, `inside-${language}-${colorScheme}-${width}.png`) });
        await page.click("td button");
        await page.waitForSelector("pre");
        assertNone(await violations(page), "axe with the reasons");
        await page.click("#sign-out");
        await page.waitForSelector(".door");
        assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]), [0, 0, ""]);
        assertNone(complaints, "complaints");
        await context.close();
      });
    }
  }
}

test("each door leads inside, under the page's own strict policy", async () => {
  const { page, context, complaints } = await open(demonstration);
  await page.waitForSelector(".door");
  const doors = await page.locator(".door").evaluateAll((all) => all.map((one) => one.id));
  for (const door of doors) {
    await page.click("#" + door);
    await page.waitForSelector("#sign-out");
    assert.equal(await page.locator(".problem").count(), 0, door);
    await page.click("#sign-out");
    await page.waitForSelector(".door");
  }
  assertNone(complaints, "complaints");
  await context.close();
});

test("the leader sees the numbers of the overview; the clock moves forward and stays", async () => {
  const { page, context } = await open(demonstration);
  await page.click("#door-lanh-dao");
  await page.waitForSelector(".counts");
  assert.equal(await page.textContent(".counts .meets_all .number"), "14");
  assert.match(await page.textContent("#banner"), /08:00, 16\/01\/2024/);
  await page.click("#banner button >> nth=0");
  await page.waitForFunction(() => document.querySelector("#banner b")?.textContent === "08:00, 17/01/2024");
  await page.getByRole("button", { name: "01/03/2025" }).click();
  await page.waitForFunction(() => document.querySelector("#banner b")?.textContent === "08:00, 01/03/2025");
  await page.waitForSelector(".counts");
  await context.close();
  const again = await open(demonstration);
  await again.page.waitForFunction(() => document.querySelector("#banner b")?.textContent === "08:00, 01/03/2025");
  assert.equal(await again.page.locator("#banner button").count(), 0, "outside nobody moves it");
  await again.context.close();
});

test("outside a demonstration there is no door and no banner, only a password", async () => {
  const { page, context } = await open(real, { bypassCSP: true });
  await page.waitForSelector("form");
  assert.equal(await page.locator(".door").count(), 0);
  assert.ok(await page.locator("#banner").isHidden());
  assertNone(await violations(page), "axe");
  await page.fill("[name=login]", "nobody");
  await page.fill("[name=password]", "nothing of it at all");
  await page.click("form button");
  await page.waitForSelector(".problem");
  await page.screenshot({ path: path.join(pictures, "sign-in.png") });
  for (const target of ["/demonstration", "/demonstration/doors/lanh-dao", "/demonstration/clock"]) {
    const method = target === "/demonstration" ? "GET" : "POST";
    const answer = await fetch(real + "/api/v1" + target, { method, headers: { "Content-Type": "application/json" }, body: method === "POST" ? '{"to":"next_day"}' : undefined });
    assert.ok(answer.status === 404 || answer.status === 401, `${target}: ${answer.status}`);
  }
  await context.close();
});
