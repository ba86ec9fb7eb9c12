// What the pages say, whole and in both languages, beside what they said: a change of wording shows as a
// difference to be read. Of the small office everything, of the city's review its headings and leading
// sentences. EXEMPLAR_UPDATE_EXPECTED=1 writes the files anew; read the difference before keeping it.
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
const golden = path.join(root, "tests/browser/golden");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "exemplar-text-"));
let browser;

before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
  fs.rmSync(folder, { recursive: true });
});

/** A page written by exemplar, opened. @param {string[]} words */
async function opened(name, words, language) {
  const file = path.join(folder, `${name}.html`);
  execFileSync(exemplar, [...words, "--out", file]);
  return open(browser, file, { language });
}

/** Lines without the blanks at their ends, and never two empty ones in a row. */
function tidy(text) {
  return text.replace(/[ \u00a0]*\t[ \u00a0]*/g, " | ").split("\n").map((line) => line.trim()).join("\n").replace(/\n{3,}/g, "\n\n").trim() + "\n";
}

function compare(name, text) {
  const file = path.join(golden, name);
  if (process.env.EXEMPLAR_UPDATE_EXPECTED) {
    fs.mkdirSync(golden, { recursive: true });
    fs.writeFileSync(file, text);
    return;
  }
  const before = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
  assert.deepEqual(text.split("\n"), before.split("\n"), `${name}; EXEMPLAR_UPDATE_EXPECTED=1 writes it anew`);
}

const PAGES = {
  review: ["review", office, "--period", "2023"],
  "review-2022": ["review", office, "--period", "2022"],
  unit: ["report", office, "--unit", "102", "--period", "2023"],
  "unit-not-assessed": ["report", office, "--unit", "301", "--period", "2023"],
};

for (const [name, words] of Object.entries(PAGES)) {
  for (const language of LANGUAGES) {
    test(`${name} of the small office in ${language}: every word as it was`, async () => {
      const { page, complaints, close } = await opened(name, words, language);
      await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
      // Explanations are unpacked when their part of the page is shown.
      await page.waitForFunction(() => [...document.querySelectorAll("details.criterion")].every((one) => one.querySelector(".lines p")));
      const text = tidy(await page.evaluate(() => document.querySelector("main").innerText));
      for (const never of ["undefined", "NaN", "null", "[object", "{0}", "{}", "{unit}"]) assert.ok(!text.includes(never), `${never} in ${name}: ${text.split("\n").find((line) => line.includes(never))}`);
      compare(`${name}-${language}.txt`, text);
      assertNone(complaints, "complaints");
      await close();
    });
  }
}

for (const language of LANGUAGES) {
  test(`the review of the city in ${language}: headings and leading sentences as they were`, async () => {
    const { page, complaints, close } = await opened("city", ["review", city, "--period", "2023"], language);
    const lines = await page.evaluate(() => [...document.querySelectorAll("h1, h2, h3, p.lead, p.tags, p.rest, section > p")].map((one) => `${one.tagName.toLowerCase()}  ${one.innerText}`));
    compare(`city-headings-${language}.txt`, tidy(lines.join("\n")));
    const all = await page.evaluate(() => document.querySelector("main").innerText);
    for (const never of ["undefined", "NaN", "[object", "{0}", "{}", "{unit}"]) assert.ok(!all.includes(never), `${never}: ${all.split("\n").find((line) => line.includes(never))}`);
    assertNone(complaints, "complaints");
    await close();
  });
}
