// The review and a unit's report, opened from disk as their readers do.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { assertNone, launch, LANGUAGES, open, pictures, violations, WIDTHS } from "./browser.mjs";

const exemplar = process.env.EXEMPLAR_BINARY;
const root = process.env.EXEMPLAR_ROOT;
const pack = path.join(root, "packs/hcmc-ward-police");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "exemplar-review-"));
const files = { review: path.join(folder, "review.html"), unit: path.join(folder, "27139.html"), fictitious: path.join(folder, "X1.html") };
let browser;

before(async () => {
  execFileSync(exemplar, ["review", pack, "--period", "2023", "--out", files.review]);
  execFileSync(exemplar, ["report", pack, "--unit", "27139", "--period", "2023", "--out", files.unit]);
  execFileSync(exemplar, ["report", pack, "--unit", "X1", "--period", "2023", "--out", files.fictitious]);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  fs.rmSync(folder, { recursive: true });
});

const data = () => JSON.parse(/id="data">(.*?)<\/script>/s.exec(fs.readFileSync(files.review, "utf8"))[1]);

for (const [name, file] of Object.entries(files)) {
  for (const language of LANGUAGES) {
    for (const width of WIDTHS) {
      test(`${name} in ${language} at ${width} pixels: no request, no console line, no axe violation`, async () => {
        const { page, complaints, close } = await open(browser, file, { width, language });
        assert.equal(await page.getAttribute("html", "lang"), language);
        assertNone(await violations(page), "axe");
        // Nothing sticks out of the screen.
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.equal(wide, 0, "the page scrolls sideways");
        await page.screenshot({ path: path.join(pictures, `${name}-${language}-${width}.png`) });
        assertNone(complaints, "complaints");
        await close();
      });
    }
    test(`${name} in ${language} on paper: no axe violation, the labels on every page`, async () => {
      const { page, complaints, close } = await open(browser, file, { language, media: "print" });
      assertNone(await violations(page), "axe");
      const pdf = path.join(pictures, `${name}-${language}.pdf`);
      await page.pdf({ path: pdf, preferCSSPageSize: true });
      assertNone(complaints, "complaints");
      await close();
      const label = language === "vi" ? "số liệu mô phỏng" : "simulated values";
      const pages = execFileSync("pdftotext", ["-layout", pdf, "-"], { encoding: "utf8" }).split("\f").slice(0, -1);
      assert.ok(pages.length > 1);
      pages.forEach((text, index) => assert.ok(text.includes(label), `page ${index + 1} lacks the label`));
      execFileSync("pdftoppm", ["-r", "60", "-png", pdf, pdf.replace(/\.pdf$/, "-page")]);
    });
  }
}

test("on paper no group of the matrix is cut by a page", async () => {
  const { page, close } = await open(browser, files.review, { media: "print" });
  const pdf = path.join(pictures, "cut.pdf");
  await page.pdf({ path: pdf, preferCSSPageSize: true });
  await close();
  const pages = execFileSync("pdftotext", ["-layout", pdf, "-"], { encoding: "utf8" }).split("\f");
  const review = data();
  const vietnamese = (text) => (Array.isArray(text) ? text[0] : text);
  for (const group of review.groups) {
    const head = `${vietnamese(group.name)} ${group.units} ${vietnamese(review.unit_word)}`;
    const at = pages.findIndex((text) => text.includes(head));
    assert.ok(at >= 0, `${head} is not on paper`);
    const rows = pages[at].slice(pages[at].indexOf(head)).split("\n").filter((line) => /[✓✗?–](\s+[✓✗?–]){21}/.test(line));
    assert.ok(rows.length >= group.units, `${head}: ${rows.length} of its rows stand on its page`);
  }
  fs.rmSync(pdf);
});

test("every figure leads to its explanation, in both languages", async () => {
  for (const language of LANGUAGES) {
    const { page, complaints, close } = await open(browser, files.review, { language });
    const outside = page.locator("main .figure:not(.matrix .figure)");
    const count = await outside.count();
    assert.ok(count > 200, `${count} figures`);
    for (let i = 0; i < count; i += 7) {
      await outside.nth(i).evaluate((button) => button.click());
      const title = await page.textContent("dialog[open] #panel-title");
      const words = await page.textContent("dialog[open] .panel-body");
      assert.ok(title.trim().length > 0 && words.trim().length > 0, `figure ${i} leads nowhere`);
      await page.keyboard.press("Escape");
      await page.waitForSelector("dialog:not([open])", { state: "attached" });
    }
    assertNone(complaints, "complaints");
    await close();
  }
});

test("a cell tells the lines that exemplar explain tells", async () => {
  const { page, close } = await open(browser, files.review, {});
  const review = data();
  const unit = review.units.findIndex((one) => one.code === "27139");
  const criterion = review.criteria.findIndex((one) => one.id === "8");
  await page.locator(`tr[data-unit="${unit}"] td[data-criterion="${criterion}"]`).click();
  const lines = page.locator("dialog[open] .lines p");
  await page.waitForFunction(() => document.querySelectorAll("dialog .lines p").length > 1);
  const told = execFileSync(exemplar, ["explain", pack, "--unit", "27139", "--period", "2023"], { encoding: "utf8" }).replace(/\s+/g, " ");
  for (const line of await lines.allTextContents()) assert.ok(told.includes(line.replace(/\s+/g, " ").trim()), line);
  await page.screenshot({ path: path.join(pictures, "why-27139.png") });
  await close();
});

test("the arrow keys walk the matrix, Enter opens the reason, Escape comes back", async () => {
  const { page, close } = await open(browser, files.review, {});
  const first = page.locator(".matrix td[data-criterion]").first();
  await first.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  const at = await page.evaluate(() => [document.activeElement.dataset.criterion, document.activeElement.parentElement.rowIndex]);
  assert.deepEqual(at, ["1", 3]); // two rows of headings stand above
  await page.keyboard.press("Enter");
  await page.waitForSelector("dialog[open]");
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => !document.querySelector("dialog").open);
  assert.equal(await page.evaluate(() => document.activeElement.dataset.criterion), "1");
  await close();
});

test("the language is switched in place, and the address opens a unit", async () => {
  const { page, close } = await open(browser, files.review, {});
  assert.match(await page.textContent("h1"), /sơ kết năm 2023/);
  await page.click("header .tools button");
  assert.match(await page.textContent("h1"), /review of year 2023/);
  await close();
  const direct = await open(browser, files.review, { hash: "#27139" });
  assert.match(await direct.page.textContent("dialog[open] #panel-title"), /Võ Thị Sáu/);
  await direct.close();
});
