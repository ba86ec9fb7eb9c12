// The data that the program writes is the data that the page's scripts are written for: pages of the
// small office, as literals of the types in data.d.ts, under the type checker. A member that is missing,
// of another type, or that no type knows is an error.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";

const exemplar = process.env.EXEMPLAR_BINARY;
const root = process.env.EXEMPLAR_ROOT;
const office = path.join(root, "tests/programme/report/office");
const types = fs.readFileSync(path.join(root, "src/programme/report/page/data.d.ts"), "utf8");
const compiler = path.join(root, "tests/browser/node_modules/.bin/tsc");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "exemplar-contract-"));
after(() => fs.rmSync(folder, { recursive: true }));

// What each of the two pages has of the type.
const OF_A_UNIT = ["profile", "trend"];
const OF_A_REVIEW = ["one_thing", "flow", "targets", "trajectory", "directives", "documents", "quotas", "commendations", "plan"];
const PAGES = {
  review: [["review", office, "--period", "2023"], OF_A_UNIT],
  unit: [["report", office, "--unit", "102", "--period", "2023"], OF_A_REVIEW],
};

/** What the type checker says of the data as a literal of its type. */
function complaintsOf(name, data, without) {
  const file = path.join(folder, `${name}.ts`);
  const type = `Omit<ReviewFile, ${without.map((one) => JSON.stringify(one)).join(" | ")}>`;
  fs.writeFileSync(file, `${types}\nexport const data: ${type} = ${JSON.stringify(data, null, 1)};\n`);
  const done = spawnSync(compiler, ["--noEmit", "--strict", "--target", "es2022", file], { encoding: "utf8" });
  return done.stdout.split("\n").filter((line) => line.includes("error")).map((line) => line.replace(/^.*?\.ts/, name));
}

function dataOf(name) {
  const out = path.join(folder, `${name}.html`);
  execFileSync(exemplar, [...PAGES[name][0], "--out", out]);
  return JSON.parse(/id="data">(.*?)<\/script>/s.exec(fs.readFileSync(out, "utf8"))[1]);
}

for (const name of Object.keys(PAGES)) {
  test(`the data of the ${name} has the shape that data.d.ts says`, () => {
    assert.deepEqual(complaintsOf(name, dataOf(name), PAGES[name][1]), []);
  });
}

test("a member that no type knows is found, and one that is missing", () => {
  const data = dataOf("review");
  data.counts.near_by = 1;
  delete data.period.last;
  const found = complaintsOf("broken", data, OF_A_UNIT).join("\n");
  assert.match(found, /near_by/);
  assert.match(found, /last/);
});
