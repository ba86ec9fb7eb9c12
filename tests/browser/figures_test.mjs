// Every number of the page leads to its explanation inside the file: in each row of each table, in the
// leading sentences, and behind every figure there is a panel that says something. In both languages,
// of the city's pages and of the small office's.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { assertNone, launch, LANGUAGES, open } from "./browser.mjs";

const exemplar = process.env.EXEMPLAR_BINARY;
const root = process.env.EXEMPLAR_ROOT;
const city = path.join(root, "packs/hcmc-ward-police");
const office = path.join(root, "tests/programme/report/office");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "exemplar-figures-"));
const PAGES = {
  "city-review": ["review", city, "--period", "2023"],
  "city-unit": ["report", city, "--unit", "27139", "--period", "2023"],
  "city-unit-apart": ["report", city, "--unit", "X1", "--period", "2023"],
  "office-review": ["review", office, "--period", "2023"],
  "office-review-2022": ["review", office, "--period", "2022"],
  "office-unit": ["report", office, "--unit", "102", "--period", "2023"],
  "office-unit-not-assessed": ["report", office, "--unit", "301", "--period", "2023"],
};
const fileOf = (name) => path.join(folder, `${name}.html`);
let browser;

before(async () => {
  for (const [name, words] of Object.entries(PAGES)) execFileSync(exemplar, [...words, "--out", fileOf(name)]);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  fs.rmSync(folder, { recursive: true });
});

/** What shows a number and leads nowhere, a line for each. Runs in the page. */
function numbersWithoutFigure() {
  const outside = (query) => [...document.querySelectorAll(query)].filter((one) => !one.closest(".matrix, dialog"));
  const told = (element) => element.textContent.replace(/\s+/g, " ").trim();
  const place = (element) => element.closest("section")?.id || "header";
  const found = [];
  for (const one of outside("main tbody tr, main tbody td.n, main dl.profile dd")) {
    if (/\d/.test(told(one)) && !one.querySelector("button.figure")) found.push(`${one.localName} of ${place(one)}: ${told(one)}`);
  }
  // In a leading sentence, and in what a list says of the counting: a figure, or said again by a figure there.
  const numbers = (text) => text.match(/\d+(?:[.,]\d+)*/g) || [];
  for (const lead of outside("main section > p.lead")) {
    const again = new Set([...lead.closest("section").querySelectorAll("button.figure")].flatMap((one) => numbers(told(one))));
    const walker = document.createTreeWalker(lead, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode;
      if (text.parentElement.closest("button.figure")) continue;
      for (const one of numbers(text.textContent)) if (!again.has(one)) found.push(`lead of ${place(lead)}: ${one} in "${told(lead)}"`);
    }
  }
  return found;
}

/** Opens what every figure leads to, one after the other; how many, and what is wrong. Runs in the page. */
async function openEveryFigure() {
  document.querySelector("#matrix .matrix")?.remove(); // thousands of cells, drawn anew at each opening
  const figures = [...document.querySelectorAll("main button.figure")];
  const dialog = document.querySelector("dialog");
  const wrong = [];
  for (const figure of figures) {
    const says = `${figure.closest("section")?.id || "header"}: ${figure.textContent}`;
    figure.click();
    const title = dialog.querySelector("#panel-title")?.textContent.trim() || "";
    const body = dialog.querySelector(".panel-body")?.textContent.trim() || "";
    if (!dialog.open || title === "" || body === "") wrong.push(`${says}: leads nowhere`);
    const never = ["undefined", "NaN", "[object", "{0", "{}"].find((one) => `${title} ${body}`.includes(one));
    if (never) wrong.push(`${says}: "${never}" in its panel`);
    if (dialog.querySelector(".panel-bar button:not(.close)")) wrong.push(`${says}: its panel has something to go back to`);
    const closed = new Promise((done) => dialog.addEventListener("close", done, { once: true }));
    dialog.close();
    await closed;
  }
  return { count: figures.length, wrong };
}

for (const name of Object.keys(PAGES)) {
  for (const language of LANGUAGES) {
    test(`${name} in ${language}: every number is a figure, and every figure leads to its explanation`, async () => {
      const { page, complaints, close } = await open(browser, fileOf(name), { language });
      assertNone(await page.evaluate(numbersWithoutFigure), "numbers that lead nowhere");
      const { count, wrong } = await page.evaluate(openEveryFigure);
      assert.ok(count > 10, `${count} figures`);
      assertNone(wrong, "figures");
      assertNone(complaints, "complaints");
      await close();
    });
  }
}

test("English says one of a thing as one", async () => {
  for (const name of Object.keys(PAGES)) {
    const { page, close } = await open(browser, fileOf(name), { language: "en" });
    const text = await page.evaluate(() => document.querySelector("main").textContent);
    assertNone(text.match(/(?<![\d.,])1 (units|obstacles|directions|months|groups|criteria)\b.{0,20}/g) || [], name);
    await close();
  }
});

test("a word chosen by its filling, and fillings that stay elements", async () => {
  const page = await browser.newPage();
  const scripts = ["words", "text", "dom", "panel"].map((one) => fs.readFileSync(path.join(root, `src/programme/report/page/${one}.js`), "utf8"));
  await page.addScriptTag({ content: scripts.join("\n") });
  const said = await page.evaluate(`(() => {
    language = "en";
    const figures = [figure("1", () => []), figure("12", () => [])];
    return [say("n_units", "1"), say("n_units", "11"), say("n_units", "0"), say("flow_finding", "1", "2", "3", "1"), say("flow_finding", "2", "1", "1", "2"),
      saying("headline_meets", ...figures, "").filter((one) => figures.includes(one)).length, say("headline_meets", ...figures, ""), listing([["a"], ["b"], [figures[1], "c"]]).map(wordsOf).join("")];
  })()`);
  assert.deepEqual(said, ["1 unit", "11 units", "0 units", "1 unit held, 2 gained, 3 lost; 1 meets all now but is at risk.", "2 units held, 1 gained, 1 lost; 2 meet all now but are at risk.",
    2, "1 of 12 units meets all criteria.", "a, b and 12c"]);
  await page.close();
});

test("the obstacles behind a number of the leading sentence, and behind one of a department's states", async () => {
  const { page, close } = await open(browser, fileOf("city-review"), {});
  const { obstacles } = JSON.parse(/id="data">(.*?)<\/script>/s.exec(fs.readFileSync(fileOf("city-review"), "utf8"))[1]);
  const rows = async (figure) => {
    await figure.click();
    const count = await page.locator("dialog[open] tbody tr").count();
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => !document.querySelector("dialog").open);
    return count;
  };
  const lead = page.locator("#obstacles > p.lead .figure");
  assert.deepEqual([await rows(lead.nth(0)), await rows(lead.nth(1)), await rows(lead.nth(2))],
    [obstacles.open, obstacles.rows.filter((row) => row.cost !== null).length, obstacles.unfunded]);
  const states = page.locator("#obstacles tbody tr").first().locator("td").last().locator(".figure");
  assert.equal(await states.count(), obstacles.departments[0].states.length);
  for (const [index, state] of obstacles.departments[0].states.entries()) assert.equal(await rows(states.nth(index)), state.count, state.state);
  await close();
});

test("a year of a unit leads to how it stood then and to the command that explains it", async () => {
  const { page, close } = await open(browser, fileOf("city-unit"), {});
  await page.locator("#trend tbody tr").first().locator("td.n .figure").click();
  assert.match(await page.textContent("dialog[open] .panel-body"), /Trụ sở làm việc đạt chuẩn[^]*exemplar explain PACK --unit 27139 --period 2021/);
  await close();
});

test("on a phone no label of a card is broken inside a short one, and no number", async () => {
  for (const name of ["city-review", "city-unit"]) {
    const { page, close } = await open(browser, fileOf(name), { width: 390 });
    const broken = await page.evaluate(() =>
      [...document.querySelectorAll("main table.cards td.n > .figure")].filter((one) => one.getClientRects()[0].height > 1.9 * parseFloat(getComputedStyle(one).lineHeight)).map((one) => one.textContent));
    assertNone(broken, "numbers over two lines");
    // What does not fit beside its label stands below it, over the whole width.
    const squeezed = await page.evaluate(() =>
      [...document.querySelectorAll("main table.cards td:not(.n):not(.wide) > *")].filter((one) => {
        const [own, cell] = [one.getBoundingClientRect(), one.parentElement.getBoundingClientRect()];
        return own.height > 3.1 * parseFloat(getComputedStyle(one).lineHeight) && own.left - cell.left > 8;
      }).map((one) => one.textContent));
    assertNone(squeezed, "text squeezed beside its label");
    await close();
  }
});
