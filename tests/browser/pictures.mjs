// Remakes the pictures of README from the real pages:
//
//   node tests/browser/pictures.mjs build/run/src/exemplar [FOLDER]     docs/pictures by default
//
//   office-unfunded.png   one ward's page: all but the office, approved and without money
//   x1-beside-x2.png      two wards' pages side by side: what the audit doubts, what is handled well
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import zlib from "node:zlib";
import { launch, open } from "./browser.mjs";

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "../..");
const [binary, folder = path.join(root, "docs/pictures")] = process.argv.slice(2);
if (!binary) {
  console.error("usage: node tests/browser/pictures.mjs BINARY [FOLDER]");
  process.exit(2);
}
const pack = path.join(root, "packs/hcmc-ward-police");
const pages = fs.mkdtempSync(path.join(os.tmpdir(), "exemplar-pictures-"));

/** The page of a ward as a file. */
function report(code) {
  const file = path.join(pages, `${code}.html`);
  execFileSync(binary, ["report", pack, "--unit", code, "--period", "2023", "--out", file]);
  return file;
}

/** Cuts a page down to what the picture tells: its head, one criterion (its first `lines`, and the rule
 * where all are kept), some rows of the context. */
async function cut(page, { criterion, lines = 0, rows = [] }) {
  await page.evaluate(([criterion, rows]) => {
    const main = document.querySelector("main");
    const kept = ["#criteria", ...(rows.length ? ["#context"] : [])].map((id) => main.querySelector(id));
    for (const part of [...main.children]) if (part.tagName !== "HEADER" && !kept.includes(part)) part.remove();
    for (const part of main.querySelectorAll(".tools, #criteria > h2, #criteria > p")) part.remove();
    for (const one of main.querySelectorAll("details.criterion")) {
      if (one.querySelector("summary strong").textContent.startsWith(criterion + " ")) one.open = true;
      else one.remove();
    }
    for (const row of main.querySelectorAll("#context tbody tr")) {
      if (!rows.some((name) => row.textContent.includes(name))) row.remove();
    }
  }, [criterion, rows]);
  // Explanations are unpacked as they are opened.
  await page.waitForFunction(() => document.querySelector("details.criterion dl") && !document.querySelector("details.criterion div.lines > p.muted"));
  await page.evaluate((lines) => {
    if (lines === 0) return;
    const one = document.querySelector("details.criterion");
    for (const line of [...one.querySelectorAll(".lines > *")].slice(lines)) line.remove();
    one.querySelector("dl").remove();
  }, lines);
}

async function picture(browser, code, width, wanted) {
  const { page, complaints, close } = await open(browser, report(code), { width, language: "vi" });
  await cut(page, wanted);
  const file = path.join(pages, `${code}.png`);
  const height = await page.evaluate(() => Math.ceil(document.querySelector("main > :last-child").getBoundingClientRect().bottom + window.scrollY) + 24);
  await page.screenshot({ path: file, clip: { x: 0, y: 0, width, height }, fullPage: true });
  await close();
  if (complaints.length) throw new Error(complaints.join("\n"));
  return file;
}

/** Pictures beside each other, drawn in the browser: their pixels. */
async function pixelsOf(browser, files) {
  const page = await browser.newPage();
  const urls = files.map((file) => `data:image/png;base64,${fs.readFileSync(file).toString("base64")}`);
  const { width, height, base64 } = await page.evaluate(async (urls) => {
    const images = await Promise.all(urls.map(async (url) => createImageBitmap(await (await fetch(url)).blob())));
    const width = images.reduce((sum, one) => sum + one.width + 1, -1);
    const height = Math.max(...images.map((one) => one.height));
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d");
    let left = 0;
    for (const image of images) {
      context.drawImage(image, 0, 0, 1, 1, left, 0, image.width, height); // its background, all the way down
      context.drawImage(image, left, 0);
      left += image.width + 1;
    }
    const bytes = context.getImageData(0, 0, width, height).data;
    let text = "";
    for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
    return { width, height, base64: btoa(text) };
  }, urls);
  await page.close();
  return { width, height, pixels: Buffer.from(base64, "base64") };
}

/** A PNG with a palette of 256 colours: a page has few more, and the file is small. */
function palettePng({ width, height, pixels }) {
  const counts = new Map();
  for (let at = 0; at < pixels.length; at += 4) {
    const colour = pixels.readUIntBE(at, 3);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const parts = (colour) => [colour >> 16, (colour >> 8) & 255, colour & 255];
  // Greys are many and alike; the few signs in colour must keep theirs.
  const weight = ([colour, count]) => count * (1 + Math.max(...parts(colour)) - Math.min(...parts(colour)));
  const palette = [...counts].sort((a, b) => weight(b) - weight(a)).slice(0, 256).map(([colour]) => colour);
  const distance = (a, b) => parts(a).reduce((sum, part, index) => sum + (part - parts(b)[index]) ** 2, 0);
  const nearest = (colour) => palette.reduce((best, one, index) => (distance(one, colour) < distance(palette[best], colour) ? index : best), 0);
  const places = new Map([...counts.keys()].map((colour) => [colour, nearest(colour)]));
  const rows = Buffer.alloc(height * (width + 1)); // each row begins with its filter: none
  for (let y = 0; y < height; ++y) {
    for (let x = 0; x < width; ++x) rows[y * (width + 1) + 1 + x] = places.get(pixels.readUIntBE((y * width + x) * 4, 3));
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const around = Buffer.alloc(8);
    around.writeUInt32BE(data.length, 0);
    around.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)]);
  };
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", header), chunk("PLTE", Buffer.from(palette.flatMap(parts))),
    chunk("IDAT", zlib.deflateSync(rows, { level: 9 })), chunk("IEND", Buffer.alloc(0))]);
}

/** As PNG (ISO/IEC 15948, annex D) wants it. */
function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; ++bit) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

const browser = await launch();
try {
  fs.mkdirSync(folder, { recursive: true });
  const rows = ["Tin báo, tố giác tiếp nhận", "Vụ phạm pháp hình sự"];
  const pictures = {
    "office-unfunded.png": [await picture(browser, "27139", 860, { criterion: "8" })],
    "x1-beside-x2.png": [
      await picture(browser, "X1", 610, { criterion: "10", lines: 3, rows }),
      await picture(browser, "X2", 610, { criterion: "19", lines: 5, rows }),
    ],
  };
  for (const [name, files] of Object.entries(pictures)) {
    const png = palettePng(await pixelsOf(browser, files));
    fs.writeFileSync(path.join(folder, name), png);
    console.log(`${name}: ${Math.ceil(png.length / 1024)} KB`);
  }
} finally {
  await browser.close();
  fs.rmSync(pages, { recursive: true });
}
