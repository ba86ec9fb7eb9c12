// The review and a unit's report, opened from disk as their readers do.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
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

test("a cell tells the lines that exemplar explain tells, by names instead of ids", async () => {
  const { page, close } = await open(browser, files.review, {});
  const review = data();
  const unit = review.units.findIndex((one) => one.code === "27139");
  const criterion = review.criteria.findIndex((one) => one.id === "8");
  await page.locator(`tr[data-unit="${unit}"] td[data-criterion="${criterion}"]`).click();
  const lines = page.locator("dialog[open] .lines p");
  await page.waitForFunction(() => document.querySelectorAll("dialog .lines p").length > 1);
  const terminal = execFileSync(exemplar, ["explain", pack, "--unit", "27139", "--period", "2023"], { encoding: "utf8" });
  const told = terminal.replace(/\s+/g, " ");
  // "office_area (Diện tích trụ sở làm việc): …" there, "Diện tích trụ sở làm việc: …" here.
  const ids = [...terminal.matchAll(/^ +([a-z_.]+) \((.+)\): /gm)].map(([, id, name]) => [id, name]);
  for (const line of await lines.allTextContents()) {
    const words = line.replace(/\s+/g, " ").trim();
    const own = ids.find(([, name]) => words.startsWith(name + ": "));
    const by_id = own ? words.replace(own[1], `${own[0]} (${own[1]})`) : ids.reduce((text, [id, name]) => text.replaceAll(name, id), words);
    assert.ok(told.includes(by_id), by_id);
  }
  await page.screenshot({ path: path.join(pictures, "why-27139.png") });
  await close();
});

test("where all is unknown, nothing says 0 alone; the title says the status", async () => {
  const file = path.join(folder, "decided.html");
  execFileSync(exemplar, ["review", pack, "--period", "2023", "--status", "decided", "--out", file]);
  const { page, complaints, close } = await open(browser, file, {});
  assert.match(await page.textContent("h1"), /số liệu từ mức “đã quyết định” trở lên/);
  assert.match(await page.textContent(".strip .met"), /249 chưa xác định/);
  for (const cell of await page.locator("#targets tbody td:last-child").allTextContents()) assert.match(cell, /^0 \(249 chưa xác định\)$/);
  for (const cell of await page.locator("#obstacles td.freed").allTextContents()) assert.match(cell, /^0 \(\d+ chưa xác định\)$/);
  assert.match(await page.textContent("#groups p.lead"), /^Chưa đủ số liệu để biết địa bàn nào/);
  assertNone(complaints, "complaints");
  await close();
});

test("who is freed stands in the table, who has no obstacle recorded below it", async () => {
  const { page, close } = await open(browser, files.review, { media: "print" });
  const { obstacles, units, criteria } = data();
  const cells = await page.locator("#obstacles td.freed").allInnerTexts();
  obstacles.departments.forEach((one, index) => one.freed.forEach((unit) => assert.ok(cells[index].includes(units[unit].full[0]), units[unit].full[0])));
  const told = await page.locator("#obstacles > ul").first().innerText();
  const blocked = new Set(obstacles.rows.flatMap((row) => row.criteria));
  for (const criterion of blocked) {
    const failing = units.flatMap((one, unit) => (one.answers[criterion] === "0" ? [unit] : []));
    const without = failing.filter((unit) => !obstacles.rows.some((row) => row.unit === unit && row.criteria.includes(criterion)));
    if (without.length > 0) assert.ok(told.includes(`${criteria[criterion].id}: ${without.length} trong ${failing.length} `), told);
  }
  const alone = new Set(obstacles.departments.flatMap((one) => one.freed));
  const text = await page.locator("#obstacles").innerText();
  for (const unit of obstacles.together.filter((one) => !alone.has(one))) assert.ok(text.includes(units[unit].full[0]), units[unit].full[0]);
  await close();
});

test("every criterion has its title under the matrix, also on paper", async () => {
  const { page, close } = await open(browser, files.review, { media: "print" });
  assert.deepEqual((await page.locator("#matrix .key li").allInnerTexts()).sort(), data().criteria.map((one) => `${one.id} · ${one.title[0]}`).sort());
  await close();
});

test("a phone has the chart that fits, with its labels below; a screen and paper the labelled one", async () => {
  for (const [width, media, shown] of [[390, "screen", "narrow"], [1280, "screen", "labelled"], [1280, "print", "labelled"]]) {
    const { page, close } = await open(browser, files.review, { width, media });
    for (const kind of ["narrow", "labelled"]) assert.equal(await page.isVisible(`#targets svg.${kind}`), kind === shown, `${kind} at ${width}, ${media}`);
    await close();
  }
});

test("a page opens in its own language, and in that of its address", async () => {
  const file = path.join(folder, "english.html");
  execFileSync(exemplar, ["report", pack, "--unit", "27139", "--period", "2023", "--lang", "en", "--out", file]);
  const page = await browser.newPage();
  for (const [search, language] of [["", "en"], ["?lang=vi", "vi"], ["?lang=en", "en"], ["?lang=fr", "en"]]) {
    await page.goto(pathToFileURL(file) + search);
    assert.equal(await page.getAttribute("html", "lang"), language, search);
  }
  await page.close();
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
